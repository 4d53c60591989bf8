"""Beside a segment: its members, how it went on, and where it is changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.kernel.access.reaching import reached
from concerto.kernel.access.rights import may
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import find
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import list_address, record_address, with_query


@panel(on=Segment)
def members(look: Look) -> Panel | None:
    entity, segment = find(str(look.entity.fields["noun"].value(look.record))), look.record
    if entity is None or not may(look.actor, entity, Act.READ):
        return None
    size = look.entity.fields["size"].value(segment)
    lines = [
        Line(_("Open the members"), list_address(entity, filter=f"segment = {segment.pk}"), icon=entity.icon),
        Line(
            _("How it went on, and compared with others"),
            f"{record_address(look.entity, segment.pk)}/course",
            icon="chart-dots",
        ),
    ]
    if reached(look.actor, Segment, [segment.pk], Act.EDIT):
        lines.append(Line(_("Change who belongs"), with_query("/segments/build", id=segment.pk), icon="filter"))
    return Panel("members", _("Members"), lines, Count(size or 0, exact=True))
