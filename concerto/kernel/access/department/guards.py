"""A department is not taken away from under its people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.team.model import Team
from concerto.kernel.actions.refusal import Refused


def is_empty(actor: Actor, department: Department, changes: Mapping[str, Any]) -> None:
    """Raise Refused for deleting a department in which people, teams or other departments are."""
    if department.trashed_at is None or "trashed_at" not in changes:
        return
    inside = (
        Person.everything.filter(department=department, left_at=None, trashed_at=None),
        Team.everything.filter(department=department, trashed_at=None),
        Department.everything.filter(parent=department, trashed_at=None),
    )
    if any(rows.exists() for rows in inside):
        raise Refused(_("There are still people, teams or departments in it. Move them elsewhere first."))
