"""A link to another record. Whether its target may be seen is decided where links are resolved, never here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Json, Kind, Label, Unreadable
from concerto.kernel.fields.operators import ANY_OF, EMPTY, FILLED, IS, IS_NOT, NONE_OF
from concerto.kernel.text import cleaning

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Named:
    """A target given by words (a title, a key, or "title [key]") that still has to be found."""

    words: str


class LinkKind(Kind):
    id = "link"
    operators = (IS, IS_NOT, ANY_OF, NONE_OF, EMPTY, FILLED)
    steps = ("",)

    def parse(self, field: Field, raw: Any) -> int | Named | None:
        if raw is None or raw == "":
            return None
        if isinstance(raw, int) and not isinstance(raw, bool):
            return id_in_range(raw)
        if not isinstance(raw, str):
            raise Unreadable(_("The id of a record is expected here."))
        words = cleaning.clean_line(raw)
        return id_in_range(int(words[:20])) if words.isascii() and words.isdigit() else Named(words) if words else None

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else str(value)

    def schema(self, field: Field) -> dict[str, Json]:
        return {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}


def id_in_range(number: int) -> int:
    if not 1 <= number <= LARGEST_ID:
        raise Unreadable(_("There is no such record."))
    return number


LINK = LinkKind()


def link(
    label: Label, to: str | type[models.Model], *, required: bool = False, tree: bool = False, **more: Any
) -> models.ForeignKey[Any, Any]:
    """A link to one record of `to`. `tree=True` says that following it must never lead back (kept by the kernel)."""
    column = models.ForeignKey(
        to,
        verbose_name=label,
        on_delete=more.pop("on_delete", models.PROTECT),
        null=not required,
        blank=not required,
        **more,
    )
    vars(column)["tree"] = tree
    return kept_as(LINK, column)
