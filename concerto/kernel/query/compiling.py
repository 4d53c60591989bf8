"""From a filter tree to a condition on rows. Only fields that the actor may read can be asked; text never reaches the ORM as a key."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.actions.values import named_ids
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.fields.link import Named
from concerto.kernel.fields.operators import Arity, Operator
from concerto.kernel.fields.tags import TagsKind
from concerto.kernel.query.language import Condition, Group, Node, Related, Unclear
from concerto.kernel.query.periods import span
from concerto.kernel.redirects.finding import survivor
from concerto.kernel.text.cleaning import clean_line

ME = "me"
SEGMENT = "segment"  # what every noun can be asked beside its fields: whether a record belongs to a segment
FAULT = "fault"  # likewise: whether something is wrong with a value, as `fault = "city valid"`
MOST_MEANT = 1000  # records that one name may stand for in a filter


def compiled(actor: Actor, entity: Entity, tree: Node, among: Collection[int] | None = None) -> Q:
    """The condition that rows must meet. Raises Unclear for a field, an operator or a value that cannot be asked.

    `among` are the ids of the only rows that will be looked at, where they are known: what links to others is passed over.
    """
    if isinstance(tree, Group):
        parts = [compiled(actor, entity, part, among) for part in tree.parts]
        return reduce(and_ if tree.join == "and" else or_, parts, Q()) if parts else Q()
    if isinstance(tree, Related):
        from concerto.kernel.query.related import coming_to  # what limits related records is compiled here in turn

        return coming_to(actor, entity, tree, among)
    if tree.field == SEGMENT and SEGMENT not in entity.fields:
        from concerto.kernel.query.belonging import belonging  # likewise: a segment is a filter

        return belonging(actor, entity, tree)
    if tree.field == FAULT and FAULT not in entity.fields:
        from concerto.kernel.query.faults import faulty  # likewise: rows that are alike are rows that may be seen

        return faulty(actor, entity, tree)
    return answering(actor, asked(actor, entity, tree.field), tree)


def answering(actor: Actor, field: Field, condition: Condition | Related) -> Q:
    """Rows whose value in `field` answers the operator and the values of a question. Raises Unclear."""
    if condition.operator not in field.kind.operators:
        raise Unclear(
            _("“%(field)s” cannot be asked with “%(operator)s”.")
            % {"field": field.label, "operator": condition.operator.symbol}
        )
    asks = (
        _empty
        if condition.operator.arity is Arity.NONE
        else _within
        if condition.operator.arity is Arity.PERIOD
        else _compared
    )
    matched = asks(actor, field, condition)
    return ~matched if condition.operator.negated else matched


def asked(actor: Actor, entity: Entity, id: str) -> Field:
    """The field called `id`, if the actor may know its values; an unreadable one is as an unknown one."""
    field = readable(actor, entity).get(id)
    if field is None:
        raise no_such_field(id)
    return field


def no_such_field(id: str) -> Unclear:
    return Unclear(_("There is no field called “%(field)s” to ask.") % {"field": id[:60]})


def _empty(actor: Actor, field: Field, condition: Condition | Related) -> Q:
    return field.where_empty()


def _within(actor: Actor, field: Field, condition: Condition | Related) -> Q:
    asked = span(condition.values[0])
    if field.kind.id == "day":
        first, last = asked.days
        return field.where("gte", first) & field.where("lte", last)
    return field.where("gte", asked.since) & field.where("lt" if asked.open else "lte", asked.until)


def _compared(actor: Actor, field: Field, condition: Condition | Related) -> Q:
    values = [read(actor, field, value) for value in condition.values]
    return _of_kind(field, condition.operator)(field, condition.operator, values)


def _of_kind(field: Field, operator: Operator) -> Callable[[Field, Operator, list[Any]], Q]:
    if field.is_link:
        return _linked
    if isinstance(field.kind, TagsKind):
        return _tagged
    if field.kind.id == "choices":
        return _holding
    return _plain


def _plain(field: Field, operator: Operator, values: list[Any]) -> Q:
    return field.where(operator.lookup, values if operator.arity in (Arity.MANY, Arity.TWO) else values[0])


def _linked(field: Field, operator: Operator, values: list[Any]) -> Q:
    """A name may stand for several records, so every link question is one of membership."""
    ids = [id for found in values for id in found]
    matched = field.where("in", ids)
    return matched & Q((f"{field.attribute}__isnull", False)) if operator.negated else matched


def _tagged(field: Field, operator: Operator, values: list[Any]) -> Q:
    """Rows without any tag are told apart first: the index over tags leaves them out."""
    return Q((f"{field.attribute}__overlap", [id for found in values for id in found])) & ~Q((field.attribute, []))


def _holding(field: Field, operator: Operator, values: list[Any]) -> Q:
    return field.where("contains", values[0])


def read(actor: Actor, field: Field, text: str) -> Any:
    """A written value as the field's kind compares it; for a link, the ids it may mean."""
    if field.is_link:
        return _ids(actor, field, text)
    if isinstance(field.kind, TagsKind):
        return _tag_ids(field, field.kind, text)
    if field.kind.id in ("long-text", "text", "email", "url"):
        return text
    try:
        value = field.kind.parse(field, text) if clean_line(text) else None
    except Unreadable as unreadable:
        raise Unclear(
            _("%(field)s: %(problem)s") % {"field": field.label, "problem": unreadable.message}
        ) from unreadable
    if value is None or field.kind.is_empty(value):
        raise Unclear(_("%(field)s: a value is missing.") % {"field": field.label})
    return value


def _tag_ids(field: Field, kind: TagsKind, text: str) -> list[int]:
    try:
        return kind.meant_by([kind.one(field, text)])
    except Unreadable:
        return []


def _ids(actor: Actor, field: Field, text: str) -> list[int]:
    target = entity_of(field.target)
    if text == ME and target.id == "person" and actor.person:
        return [actor.person]
    try:
        value = field.kind.parse(field, text)
    except Unreadable:
        return []
    if isinstance(value, Named):
        return named_ids(actor, target, value.words, most=MOST_MEANT)
    return [survivor(target.id, value)] if value else []
