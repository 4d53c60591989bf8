"""What a view may say, told from the view and the description of its noun alone: who may see which field is asked when it is opened."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.compiling import SEGMENT
from concerto.kernel.query.language import Condition, Node, Related, Unclear, parse, questions
from concerto.kernel.query.related import linking
from concerto.kernel.query.sorting import MOST_KEYS
from concerto.kernel.views.arrangement import columns_in, sort_words
from concerto.kernel.views.view.model import View


def problems(view: View) -> dict[str, Label]:
    """Field id → what is wrong with it."""
    entity = find(view.noun)
    if entity is None or entity.id != view.noun:
        return {"noun": _("There is no such list.")} if view.noun else {}
    found: dict[str, Label] = {}
    for id, look in {"filter": _filter, "columns": _columns, "sort": _sort, "by": _by}.items():
        try:
            look(view, entity)
        except Unclear as unclear:
            found[id] = unclear.message
    return found


def _filter(view: View, entity: Entity) -> None:
    _asks(entity, parse(view.filter))


def _asks(entity: Entity, tree: Node) -> None:
    for question in questions(tree):
        if isinstance(question, Related):
            _asks(linking(entity, question)[0], question.where)
        elif question.field != SEGMENT:
            _asks_field(entity, question)


def _asks_field(entity: Entity, condition: Condition) -> None:
    if condition.operator not in _known(entity, condition.field).kind.operators:
        raise Unclear(
            _("“%(field)s” cannot be asked with “%(operator)s”.")
            % {"field": condition.field, "operator": condition.operator.symbol}
        )


def _columns(view: View, entity: Entity) -> None:
    for column in columns_in(view.columns):
        _known(entity, column.field)


def _sort(view: View, entity: Entity) -> None:
    words = sort_words(view.sort)
    if len(words) > MOST_KEYS:
        raise Unclear(_("A list can be sorted by at most %(most)s fields.") % {"most": MOST_KEYS})
    for word in words:
        if not _known(entity, word.removeprefix("-")).kind.sortable:
            raise Unclear(_("A list cannot be sorted by “%(field)s”.") % {"field": word.removeprefix("-")})


def _by(view: View, entity: Entity) -> None:
    if view.by:
        _known(entity, view.by)


def _known(entity: Entity, id: str) -> Field:
    if id not in entity.fields:
        raise Unclear(_("There is no field called “%(field)s” here.") % {"field": id[:60]})
    return entity.fields[id]
