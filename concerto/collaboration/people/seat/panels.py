"""The team of a record beside it: for each department who it is, who stands in, and one click to take what nobody has."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.collaboration.people.seat.entity import seat as described
from concerto.collaboration.people.seat.team import team_of
from concerto.collaboration.sides import department_of
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import may
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import list_address, new_address, with_query


@panel(on=None)
def team(look: Look) -> Panel | None:
    """Shown where there is a team, where a rule wants one, or where the reader could name somebody."""
    if not described.can_be_attached_to(look.entity) or not may(look.actor, described, Act.READ):
        return None
    found = look.once(team_of)
    may_name = look.may_edit and may(look.actor, described, Act.CREATE)
    add = with_query(new_address(described), subject=look.code, back=look.address) if may_name else ""
    naming = {hue: f"{add}&department={department_of(hue) or ''}" for hue in found.missing} if add else {}
    mine = any(each.seat.person_id == look.actor.person for each in found.held)
    can_take = look.actor.department is not None and not mine and may(look.actor, described, Act.READ)
    lines = [Line(entity_of(Person).title_of(each.seat.person), each.address) for each in found.held] + [
        Line(label, "") for _hue, label in found.gaps
    ]
    return Panel(
        "team",
        _("Team"),
        lines,
        Count(len(found.held), exact=True),
        all=list_address(described, filter=f'subject = "{look.code}"') if found.held else "",
        add=add,
        add_label=_("Name somebody"),
        template="people/team.html",
        shown=[
            {
                "team": found,
                "naming": naming,
                "take": f"{look.address}/take-seat" if can_take else "",
                "hue": look.actor.hue,
            }
        ],
    )
