"""Formulas among the fields of a noun: what they may read, in which order they are computed, and their value for a record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.custom import CustomField as Added
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entities
from concerto.kernel.entity.shape import reached
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.overlay.formula.reading import Formula, read
from concerto.kernel.overlay.formula.results import result
from concerto.kernel.overlay.formula.running import run
from concerto.kernel.overlay.formula.values import NoAnswer, Value, WrongSort, from_record

SAMPLES: Mapping[str, Value] = {
    "whole": Decimal(7), "year": Decimal(2020), "number": Decimal("2.5"), "money": Decimal("1200.50"), "yes-no": True,
    "day": date(1990, 5, 17), "moment": date(2026, 3, 4), "choices": ["a"],
}  # fmt: skip


def refuse_unfit(entity: Entity, key: str, formula: Formula, kind: str) -> None:
    """Raise Unreadable where a formula reads what it may not, depends on itself, or can never give what it should."""
    fields = entity.fields
    for name in sorted(formula.inputs):
        _refuse_input(fields.get(name), name)
    if key in reached(fields, formula.inputs):
        raise Unreadable(_("The formula depends on itself."))
    _refuse_circle(entity, key, formula)
    try:
        result(kind, run(formula, lambda id: SAMPLES.get(fields[id].kind.id, "text"), timezone.localdate()))
    except WrongSort as wrong:
        raise Unreadable(wrong.message) from wrong
    except NoAnswer:
        pass  # another record may well have one


def _refuse_circle(entity: Entity, key: str, formula: Formula) -> None:
    """What records take from each other they keep for themselves: so one write is followed by one step."""
    if reached(entity.fields, formula.inputs).isdisjoint(entity.shape.follows_taken):
        return
    takers = takers_of(entity.id, {key, *entity.shape.computed_from({key})})
    if takers:
        raise Unreadable(
            _("Other records take this value (%(takers)s), so it cannot be computed from what is taken itself.")
            % {"takers": say(", ").join(takers)}
        )


def takers_of(noun: str, keys: Collection[str]) -> list[str]:
    """The fields that take one of these from records of a noun, as people are told of them."""
    asked = {(noun, key) for key in keys}
    found = [(entity, each) for entity in entities() for each in entity.shape.taken if asked & {*each.far}]
    return [f"{entity.label} · {each.label}" for entity, each in found]


def _refuse_input(field: Field | None, name: str) -> None:
    if field is None:
        raise Unreadable(_("There is no field called “%(field)s”.") % {"field": name[:60]})
    if field.is_link:
        raise Unreadable(
            _("“%(field)s” leads to another record, which a formula cannot read.") % {"field": field.label}
        )
    if field.derived and not field.is_custom:
        raise Unreadable(
            _("“%(field)s” changes by itself, so a formula of it would be out of date.") % {"field": field.label}
        )


def with_formulas(entity: Entity, fields: Iterable[Added], formulas: Mapping[str, tuple[str, str]]) -> list[Added]:
    """The fields with what computes them, those that build on others behind these. Never fails: what can no longer be
    computed (an input is gone, two formulas came to depend on each other) is empty."""
    plain = {field.id: field for field in fields}
    known: dict[str, Field] = {**entity.own_fields, **plain}
    parsed = {id: formula for id, (text, _kind) in formulas.items() if (formula := _read(text))}
    ordered = list(in_order(parsed))
    computed = {id: replace(plain[id], inputs=frozenset(parsed[id].inputs & known.keys()), dated=_dated(id, parsed),
                            formula=_computation(known, parsed[id], formulas[id][1])) for id in ordered}  # fmt: skip
    broken = {id: replace(plain[id], formula=_nothing) for id in formulas.keys() - computed.keys()}
    return [*(field for id, field in plain.items() if id not in formulas), *computed.values(), *broken.values()]


def in_order(parsed: Mapping[str, Formula]) -> Iterator[str]:
    """Ids of formulas, each after those it reads; those in a circle never come."""
    done: set[str] = set()
    waiting = dict(parsed)
    while ready := [id for id, formula in waiting.items() if not formula.inputs & waiting.keys()]:
        for id in ready:
            del waiting[id]
        done |= set(ready)
        yield from ready


def _dated(id: str, parsed: Mapping[str, Formula]) -> bool:
    waiting, seen = [id], set()
    while waiting:
        name = waiting.pop()
        if name in parsed and name not in seen:
            seen.add(name)
            waiting += parsed[name].inputs
    return any(parsed[name].dated for name in seen)


def _read(text: str) -> Formula | None:
    try:
        return read(text)
    except Unreadable:
        return None


def _computation(fields: Mapping[str, Field], formula: Formula, kind: str) -> Callable[[models.Model], Any]:
    """A function from record to value; None where there is none."""

    def value(record: models.Model) -> Any:
        try:
            return answer(fields, formula, kind, record)
        except NoAnswer:
            return None

    return value


def answer(fields: Mapping[str, Field], formula: Formula, kind: str, record: models.Model) -> Any:
    """The value of a formula for one record. Raises NoAnswer."""

    def of_record(id: str) -> Value:
        return from_record(fields[id].value(record)) if id in fields else None

    return result(kind, run(formula, of_record, timezone.localdate()))


def _nothing(record: models.Model) -> None:
    return None
