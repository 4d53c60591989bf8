"""A filter as a sentence in the reader's language: what chips, segments and tiers say of themselves."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.fields.operators import BETWEEN, NOT_WITHIN, WITHIN
from concerto.kernel.fields.tags import TagsKind
from concerto.kernel.query.compiling import ME, SEGMENT
from concerto.kernel.query.language import COUNT, EVERYTHING, FIRST, LAST, Condition, Group, Node, Related
from concerto.kernel.query.linked import titles_of
from concerto.kernel.query.periods import said
from concerto.kernel.query.related import NUMBER, linking


def told(actor: Actor, entity: Entity, node: Node) -> str:
    """The sentence of a tree, told only of what the reader may ask."""
    if isinstance(node, Group):
        word = _(" and ") if node.join == "and" else _(" or ")
        parts = [told(actor, entity, part) for part in node.parts]
        return word.join(
            f"({part})" if isinstance(each, Group) else part for part, each in zip(parts, node.parts, strict=True)
        )
    if isinstance(node, Related):
        return _related(actor, entity, node)
    field = readable(actor, entity).get(node.field)
    label = str(field.label) if field else _("Segment") if node.field == SEGMENT else node.field
    return " ".join(filter(None, (label, str(node.operator.label), _values(actor, entity, field, node))))


def _related(actor: Actor, entity: Entity, question: Related) -> str:
    other, _link = linking(entity, question, actor)
    words = {"things": str(other.plural), "field": "", "operator": str(question.operator.label)}
    field = readable(actor, other).get(question.field)
    words["field"] = str(field.label) if field else ""
    words["value"] = _values(actor, other, field or NUMBER, question)
    where = "" if question.where == EVERYTHING else told(actor, other, question.where)
    sentence = _in_words(question.measure) % words
    return (
        _("%(sentence)s (where %(where)s)") % {"sentence": sentence.strip(), "where": where}
        if where
        else sentence.strip()
    )


def _in_words(measure: str) -> str:
    return {
        COUNT: _("number of %(things)s %(operator)s %(value)s"),
        "sum": _("sum of %(field)s of %(things)s %(operator)s %(value)s"),
        "avg": _("average %(field)s of %(things)s %(operator)s %(value)s"),
        "min": _("smallest %(field)s of %(things)s %(operator)s %(value)s"),
        "max": _("largest %(field)s of %(things)s %(operator)s %(value)s"),
        FIRST: _("%(field)s of the first of %(things)s %(operator)s %(value)s"),
        LAST: _("%(field)s of the last of %(things)s %(operator)s %(value)s"),
    }[measure]


def _values(actor: Actor, entity: Entity, field: Field | None, question: Condition | Related) -> str:
    if question.operator in (WITHIN, NOT_WITHIN):
        return said(question.values[0])
    words = [_value(actor, field, value) for value in question.values]
    return " – ".join(words) if question.operator is BETWEEN else _(", ").join(words)


def _value(actor: Actor, field: Field | None, value: str) -> str:
    """A value as people read it: the label of a choice, the title of a record, the name of a tag."""
    if value == ME:
        return _("Me")
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
    if field is None:
        return _title(actor, named(SEGMENT), number) or value
    if field.is_link:
        return _title(actor, entity_of(field.target), number) or value
    if isinstance(field.kind, TagsKind):
        word = field.kind.known().get(number or 0)
        return word.words if word else value
    return str(field.choices.get(value, value))


def _title(actor: Actor, entity: Entity, id: int | None) -> str:
    return next((title for _id, title in titles_of(actor, entity, [id])), "") if id else ""
