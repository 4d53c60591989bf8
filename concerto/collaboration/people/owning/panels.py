"""Beside every record: who has it now, who is next, who is informed, in words and faces."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.collaboration.matters import looked_after
from concerto.collaboration.people.matrix.pages import matrix_address
from concerto.collaboration.people.owning.finding import owning_of
from concerto.collaboration.people.responsibility.entity import responsibility as described
from concerto.kernel.access.rights import may
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count


@panel(on=None)
def owning(look: Look) -> Panel | None:
    """Shown as soon as it says more than who the owner is, which the facts say."""
    if not looked_after(look.entity):
        return None
    found = owning_of(look)
    says = [*found.next, *found.answers, *found.asked, *found.told]
    if not says and all(face.person is None or not face.url for face in found.now):
        return None
    matrix = matrix_address(look.entity, found.at) if may(look.actor, described, Act.READ) else ""
    lines = [Line(face.name, face.url) for face in (*found.now, *says)]
    return Panel(
        "owning",
        _("In whose hands"),
        lines,
        Count(len(found.now), exact=True),
        template="people/owning.html",
        shown=[(found, matrix)],
    )
