"""Whether a record belongs to a segment, as a condition on rows: `segment in (12, "Loyal customers")`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.values import split_code
from concerto.kernel.belonging.segment.model import Member, Segment
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.operators import ANY_OF, IS, IS_NOT, NONE_OF, Operator
from concerto.kernel.query.compiling import SEGMENT, compiled
from concerto.kernel.query.language import Condition, Unclear, conditions, parse
from concerto.kernel.query.related import KEY, Found

OPERATORS: tuple[Operator, ...] = (ANY_OF, NONE_OF, IS, IS_NOT)


def belonging(actor: Actor, entity: Entity, condition: Condition) -> Q:
    """Rows that belong to one of the segments named. Raises Unclear."""
    if condition.operator not in OPERATORS:
        raise Unclear(_("“%(field)s” cannot be asked with “%(operator)s”.") % {"field": _("Segment"), "operator": condition.operator.symbol})  # fmt: skip
    ids = [found(actor, entity, value).pk for value in condition.values]
    members = Member.objects.filter(segment__in=ids, left_at=None).annotate(**{KEY: F("record")}).values(KEY)
    matched = Q(Found(members))
    return ~matched if condition.operator.negated else matched


def found(actor: Actor, entity: Entity, written: str) -> Segment:
    """The segment of these records that is meant: its id, its code or its name. Raises Unclear.

    Who belongs tells what its filter asks, so it is as if it were not there for whoever could not ask that.
    """
    rows = visible_to(actor, Segment).filter(noun=entity.id).defer("search")
    number, name = split_code(entity_of(Segment), written)
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 19 else number
    named = rows.filter(pk=number) if number is not None else rows.filter(name__iexact=name or "")
    segment = next(iter(named.order_by("pk")[:1]), None)
    if segment is None or not _could_ask(actor, entity, segment):
        raise Unclear(_("There is no segment “%(name)s” of these records.") % {"name": written[:60]})
    return segment


def _could_ask(actor: Actor, entity: Entity, segment: Segment) -> bool:
    try:
        compiled(actor, entity, parse(segment.filter))
    except Unclear:
        return False
    return True


def segments_in(text: str) -> Iterator[str]:
    """The segments that a filter names, as they are written."""
    for condition in conditions(parse(text)):
        if condition.field == SEGMENT:
            yield from condition.values
