"""Where a field takes its value from, as administrators write it: `customer.tier`, `activity.customer.happened_at`.

Only values that records keep for themselves are taken, none that is itself taken from elsewhere: so nothing goes in circles,
and one write is followed by one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import copy

from django.db import models
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel import fields
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.linked import Lookup, RollUp
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.fields.link import LINK
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.kinds import Column, KindOfField, Measured, label_of
from concerto.kernel.query.language import Condition, Node, Related, Unclear, parse

Known = Callable[[str], Mapping[str, Field] | None]  # noun → its fields, those taken from elsewhere apart
MOST_LINKS = 2
MEASURES = {Measured.SUM: "sum", Measured.AVERAGE: "avg", Measured.LEAST: "min", Measured.MOST: "max"}


def lookup_of(row: CustomField, known: Known) -> tuple[Lookup, Field]:
    """What a row looks up, and the field it is found in. Raises Unreadable."""
    *links, last = row.source.split(".")
    if not 1 <= len(links) <= MOST_LINKS:
        raise Unreadable(_("Write the link and the field of the record it leads to, like customer.tier."))
    nouns = [row.noun]
    for link in links:
        nouns.append(_target(_field(known, nouns[-1], link)))
    far = _field(known, nouns[-1], last)
    _refuse_unkept(far)
    return Lookup(tuple(links), nouns[-1], far.id, nouns[1] if len(links) > 1 else ""), far


def roll_up_of(row: CustomField, known: Known) -> tuple[RollUp, Field | None]:
    """What a row makes of the records that link to it, and the field it is made of. Raises Unreadable and Unclear."""
    noun, link, *measured = (*row.source.split("."), "")[:4]
    if not link or len(row.source.split(".")) > 3:
        raise Unreadable(_("Write what links here, its link and the field, like activity.customer.happened_at."))
    if _target(_field(known, noun, link)) != row.noun:
        raise Unreadable(_("“%(link)s” does not lead here.") % {"link": f"{noun}.{link}"[:80]})
    far = _field(known, noun, measured[0]) if row.measured != Measured.COUNT else None
    if far:
        _refuse_unmeasured(far, row.measured)
    taken = RollUp(noun, link, row.measured, far.id if far else "", row.only, asked_in(row.only))
    for id in sorted(taken.asks):
        _field(known, noun, id)
    return taken, far


def asked_in(only: str) -> frozenset[str]:
    """The fields that a filter speaks of. Raises Unclear, also where it depends on the day: no day ends for a sum."""
    conditions = list(_conditions(parse(only)))
    for each in conditions:
        if each.operator.symbol.endswith("within"):
            raise Unclear(_("What is counted cannot depend on the day: a count is made when something is written."))
    return frozenset(each.field for each in conditions)


def _conditions(tree: Node) -> Iterator[Condition]:
    if isinstance(tree, Related):
        raise Unclear(_("What is counted is told by its own fields alone, not by what links to it."))
    if isinstance(tree, Condition):
        yield tree
    else:
        for part in tree.parts:
            yield from _conditions(part)


def _field(known: Known, noun: str, id: str) -> Field:
    fields = known(noun)
    if fields is None:
        raise Unreadable(_("There is nothing called “%(noun)s”.") % {"noun": noun[:60]})
    if id not in fields:
        there = say(", ").join(list(fields)[:30])
        raise Unreadable(
            _("There is no field called “%(field)s” in %(noun)s. There are: %(there)s.")
            % {"field": id[:60], "noun": noun, "there": there}
        )
    return fields[id]


def _target(link: Field) -> str:
    if not link.is_link or link.derived:
        raise Unreadable(_("“%(field)s” is no link to a record.") % {"field": link.id})
    return link.target_noun if link.is_custom else entity_of(link.target).id  # type: ignore[attr-defined]  # of an added field


def _refuse_unkept(far: Field) -> None:
    """What changes by itself, with the day, would be out of date here."""
    if far.kind.id == "tags" or getattr(far, "dated", False):
        raise Unreadable(_("“%(field)s” cannot be taken from there.") % {"field": far.label})


def _refuse_unmeasured(far: Field, measured: str) -> None:
    _refuse_unkept(far)
    if measured != Measured.LATEST and MEASURES[Measured(measured)] not in far.kind.measures:
        raise Unreadable(_("“%(field)s” cannot be measured so.") % {"field": far.label})


def column_of(row: CustomField, far: Field | None) -> Column:
    """The column that stands for what is taken: of the kind of the field it comes from, and a count is a whole number."""
    column = _column(row, far)
    column.verbose_name, column.blank, column.null = label_of(row), True, True
    column.set_attributes_from_name(row.key)
    return column


def _column(row: CustomField, far: Field | None) -> Column:
    if far is None:
        return fields.whole(label_of(row))
    if far.is_link:
        return kept_as(LINK, models.BigIntegerField(null=True))
    if row.kind == KindOfField.ROLL_UP and row.measured == Measured.AVERAGE and far.kind.id != "money":
        return fields.number(label_of(row))
    if row.kind == KindOfField.ROLL_UP and row.measured == Measured.SUM and far.kind.id == "whole":
        return fields.number(label_of(row))
    return without_name(far.column)


def without_name(column: Column) -> Column:
    """A copy that can be named anew."""
    other = copy(column)
    other.name = other.attname = ""
    return other
