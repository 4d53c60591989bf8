"""Whether a filter holds of one record that is still being written: the questions that its own values answer.

Asked for every value of a file, so it is settled once what is compared. What the database alone can answer is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.fields.operators import ANY_OF, EMPTY, FILLED, IS, IS_NOT, NONE_OF
from concerto.kernel.query.language import Condition, Node, Related, Unclear
from concerto.kernel.text.sentences import sentence

Holds = Callable[[Callable[[str], Any]], bool]  # asked with what answers the value of a field
ANSWERED = (IS, IS_NOT, ANY_OF, NONE_OF, EMPTY, FILLED)
KINDS = ("text", "email", "url", "phone", "choice", "yes-no", "whole", "year", "day", "number", "money")


def holding(fields: Mapping[str, Field], tree: Node) -> Holds:
    """What answers whether a filter holds. Raises Unclear for a question that the record alone does not answer."""
    if isinstance(tree, Condition):
        return _answer(fields, tree)
    if isinstance(tree, Related):
        raise Unclear(_("Only the fields of the record itself can be asked here."))
    parts = [holding(fields, part) for part in tree.parts]
    joined = all if tree.join == "and" else any
    return lambda value: joined(part(value) for part in parts)


def _answer(fields: Mapping[str, Field], asked: Condition) -> Holds:
    field = fields.get(asked.field)
    if field is None:
        raise Unclear(sentence(_("There is no field called “%(field)s” to ask."), field=asked.field[:60]))
    if field.kind.id not in KINDS or asked.operator not in ANSWERED or asked.operator not in field.kind.operators:
        told = {"field": field.label, "operator": asked.operator.symbol}
        raise Unclear(sentence(_("“%(field)s” cannot be asked with “%(operator)s” here."), **told))
    id, kind, otherwise = field.id, field.kind, asked.operator.negated
    if asked.operator in (EMPTY, FILLED):
        return lambda value: kind.is_empty(value(id)) is not otherwise
    wanted = {_read(field, text) for text in asked.values}
    return lambda value: (value(id) in wanted) is not otherwise


def _read(field: Field, text: str) -> Any:
    """As `compiling` reads it for the database."""
    if field.kind.id in ("text", "email", "url"):
        return text
    try:
        return field.kind.parse(field, text)
    except Unreadable as unreadable:
        raise Unclear(
            sentence(_("%(field)s: %(problem)s"), field=field.label, problem=unreadable.message)
        ) from unreadable
