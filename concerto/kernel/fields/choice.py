"""One of a few declared words, or several of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.column import Column, kept_as
from concerto.kernel.fields.kind import Json, Kind, Label, Unreadable
from concerto.kernel.fields.operators import ANY_OF, EMPTY, FILLED, IS, IS_NOT, NONE_OF

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field


class ChoiceKind(Kind):
    """Kept as the choice's id; read from the id or from its label in either language."""

    id = "choice"
    empty = ""
    operators = (IS, IS_NOT, ANY_OF, NONE_OF, EMPTY, FILLED)
    steps = ("",)
    ranked = True

    def parse(self, field: Field, raw: Any) -> str:
        if raw is None or raw == "":
            return ""
        return chosen(field, raw)

    def where_wrong(self, field: Field) -> Q | None:
        return ~field.where("in", list(field.choices)) & ~field.where_empty()

    def show(self, field: Field, value: Any) -> str:
        return str(field.choices.get(value, value or ""))

    def write(self, field: Field, value: Any) -> str:
        return self.show(field, value)

    def schema(self, field: Field) -> dict[str, Json]:
        if field.chooses_from_data:
            return {"type": "string"}
        allowed: list[Json] = [*field.choices]
        return {"type": "string", "enum": allowed if field.required else [*allowed, ""]}


class ChoicesKind(Kind):
    """Several choices, kept in the order they are declared."""

    id = "choices"
    operators = (IS, EMPTY, FILLED)
    sortable = False

    @property
    def empty(self) -> list[str]:  # a fresh list each time: nobody may share it
        return []

    def parse(self, field: Field, raw: Any) -> list[str]:
        given = [] if raw in (None, "") else raw.split(",") if isinstance(raw, str) else raw
        if not isinstance(given, list | tuple):
            raise Unreadable(_("A list of choices is expected here."))
        ids = {chosen(field, one) for one in given}
        return [id for id in field.choices if id in ids]

    def show(self, field: Field, value: Any) -> str:
        return say(", ").join(str(field.choices.get(id, id)) for id in value or [])

    def write(self, field: Field, value: Any) -> str:
        return ",".join(value or [])

    def schema(self, field: Field) -> dict[str, Json]:
        enum: dict[str, Json] = {} if field.chooses_from_data else {"enum": [*field.choices]}
        return {"type": "array", "items": {"type": "string"} | enum, "uniqueItems": True}


def chosen(field: Field, raw: Any) -> str:
    """The id of the choice that `raw` names; refuses what is none."""
    wanted = raw.strip() if isinstance(raw, str) else raw
    if not isinstance(wanted, str):
        raise Unreadable(_("One of the listed choices is expected here."))
    found = wanted if wanted in field.choices else field.choice_words().get(wanted.casefold())
    if found is None:
        raise Unreadable(_("“%(given)s” is not one of: %(choices)s."), given=wanted[:60], choices=listed(field))
    return field.closed.get(found) or found


def refuse_closed(field: Field, value: Any, before: Any) -> None:
    """Raise Unreadable for a choice that is chosen anew though nobody can choose it any more."""
    was, now = ({one} if isinstance(one, str) else {*(one or ())} for one in (before, value))
    for id in sorted((now - was) & field.closed.keys()):
        raise Unreadable(_("“%(choice)s” is retired: choose another."), choice=field.choices[id])


def _listed(field: Field) -> str:
    return say(", ").join(str(label) for label in list(field.offered.values())[:12])


listed = lazy(_listed, str)

CHOICE, CHOICES = ChoiceKind(), ChoicesKind()


def choice(
    label: Label, choices: type[models.TextChoices], *, required: bool = False, default: str = "", **more: Any
) -> models.CharField[str, str]:
    """One of `choices`; without a default an optional one starts empty."""
    column = models.CharField(
        label, max_length=40, choices=choices.choices, blank=not required, default=default, **more
    )
    return kept_as(CHOICE, column)


def from_data(
    column: Column, known: Callable[[], Mapping[str, Label]], *, way: Callable[[str], Collection[str]] | None = None
) -> Column:
    """Let a choice have those that `known` answers at the moment: id → label. Where they are steps of several ways, `way`
    says which of them make up the one of a step."""
    vars(column)["choices_from"] = known
    vars(column)["way"] = way
    return column


def choices(label: Label, choices: type[models.TextChoices], **more: Any) -> ArrayField[list[str], list[str]]:
    """Any number of `choices`; empty is the empty list."""
    column = ArrayField(
        models.CharField(max_length=40, choices=choices.choices), verbose_name=label, default=list, blank=True, **more
    )
    return kept_as(CHOICES, column)
