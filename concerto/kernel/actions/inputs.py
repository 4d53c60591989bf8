"""What a verb asks for beside its record, as fields: read from its parameters, so that every door reads them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from inspect import Parameter
from typing import Any, get_args, get_type_hints

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel import fields
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.actions.values import resolve
from concerto.kernel.entity.field import Field, described
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label, Unreadable


class LongText(str):
    """Words of many lines, asked for in a larger box than one line."""

    __slots__ = ()


class Number(Decimal):
    """A number that is no amount of our own currency: a quantity, a share, a price in another one. Verbs are given a Decimal."""

    __slots__ = ()


OF_TYPE: Mapping[type, Callable[[Label], models.Field[Any, Any]]] = {
    str: fields.text,
    LongText: fields.long_text,
    bool: fields.yes_no,
    int: fields.whole,
    Decimal: fields.money,
    Number: fields.number,
    date: fields.day,
    datetime: fields.moment,
}


@cache
def inputs(action: Action[Any]) -> Mapping[str, Field]:
    """The inputs of a verb by name; those without a default are required."""
    hints = get_type_hints(action.run)
    return {name: _input(name, hints[name], parameter) for name, parameter in action.inputs.items()}


def _input(name: str, hint: Any, parameter: Parameter) -> Field:
    type_ = next((part for part in get_args(hint) if part is not type(None)), hint)
    column = _column(type_, _(name.replace("_", " ").capitalize()))  # a word that some field is called too
    column.blank = parameter.default is not Parameter.empty
    column.set_attributes_from_name(name)
    field = described(column)
    assert field, "every column here is of one of our kinds"
    return field


def _column(type_: Any, label: Label) -> models.Field[Any, Any]:
    if issubclass(type_, models.TextChoices):
        return fields.choice(label, type_)
    if issubclass(type_, models.Model):
        return fields.link(label, type_)
    return OF_TYPE[type_](label)


def can_answer(actor: Actor, action: Action[Any]) -> bool:
    """Whether the actor may read something of every noun whose records a verb cannot do without."""
    needed = (entity_of(field.target) for field in inputs(action).values() if field.is_link and field.required)
    return all(may(actor, entity, Act.READ) for entity in needed)


def read_inputs(actor: Actor, action: Action[Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Read what was given for a verb, links as the records they lead to. Raises Invalid with every problem found."""
    known = inputs(action)
    values: dict[str, Any] = {}
    problems: dict[str, Label] = {id: _("There is no such field.") for id in sorted(raw.keys() - known.keys())}
    for id, field in known.items():
        if id not in raw and not field.required:
            continue
        try:
            values[id] = _read(actor, field, raw.get(id))
        except Unreadable as unreadable:
            problems[id] = unreadable.message
    if problems:
        raise Invalid(problems)
    return values


def _read(actor: Actor, field: Field, given: Any) -> Any:
    value = field.kind.parse(field, given)
    if field.required and field.kind.is_empty(value):
        raise Unreadable(_("This is needed."))
    if not field.is_link or value is None:
        return value
    return visible_to(actor, field.target).get(pk=resolve(actor, field, value))  # type: ignore[type-var]  # links point to records
