"""What makes a segment one: a noun that is there, and a filter that can be asked of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.belonging import found, segments_in
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import EVERYTHING, Unclear, parse


def wrong(segment: Segment) -> Mapping[str, Label]:
    """Field id → what is wrong with it."""
    entity = find(segment.noun)
    if entity is None or entity.id != segment.noun:
        return {"noun": _("There is no such list.")}
    try:
        _refuse_unclear(entity, segment)
    except Unclear as unclear:
        return {"filter": unclear.message}
    if segment.tag_id and not entity.is_tagged:
        return {"tag": _("These records have no tags.")}
    return {}


def _refuse_unclear(entity: Entity, segment: Segment) -> None:
    """A segment may ask for others as long as these ask for none: so no circle can come about."""
    tree = parse(segment.filter)
    if tree == EVERYTHING:
        raise Unclear(_("Say for which records: a segment of all of them is the list itself."))
    compiled(SYSTEM, entity, tree)
    for written in segments_in(segment.filter):
        other = found(SYSTEM, entity, written)
        if other.pk == segment.pk or any(segments_in(other.filter)):
            raise Unclear(_("“%(name)s” is itself made of segments; ask for these instead.") % {"name": other.name})
