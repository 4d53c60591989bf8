"""Beside a role: what it may do, and who has it."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import readable
from concerto.kernel.access.role.guards import kept
from concerto.kernel.access.role.model import Role
from concerto.kernel.access.words import SCOPE_WORDS
from concerto.kernel.entity.policy import Scope
from concerto.kernel.entity.registry import entities, entity_of
from concerto.kernel.pages.access.cells import rows_of
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.pages.record.related import first_rows, line_of
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import list_address
from concerto.kernel.ui.sight import sight_of


@panel(on=Role)
def may_do(look: Look) -> Panel | None:
    """Which rows of each noun the role reads, for those who may know; all its rights are a click away."""
    if "rules" not in readable(look.actor, look.entity):
        return None
    assert isinstance(look.record, Role)
    address, role = f"{look.address}/rights", kept(look.record)
    read = [(entity, cell.value) for entity in entities() for cell in rows_of(role, entity) if cell.of == "read"]
    lines = [
        Line(str(entity.plural), f"{address}#n-{entity.id}", icon=entity.icon, end=str(SCOPE_WORDS[Scope(scope)]))
        for entity, scope in read
        if scope != Scope.NONE.value
    ]
    everything = Line(_("All rights of this role"), address, icon="shield-lock")
    return Panel("rights", _("Rights"), [everything, *lines], Count(len(lines), exact=True), all=address)


@panel(on=Role)
def players(look: Look) -> Panel | None:
    """The people who have the role, for those who may know the roles of people."""
    assert isinstance(look.record, Role)
    people = entity_of(Person)
    if "roles" not in readable(look.actor, people):
        return None
    rows, total = first_rows(look.actor, people, Q(roles__contains=[look.record.key]))
    sight = sight_of(look.actor, people)
    lines = [line_of(sight, people.fields["manager"], row) for row in rows]
    filter = f"roles = {look.record.key}"
    return Panel("people", people.plural, lines, total, all=list_address(people, filter=filter))
