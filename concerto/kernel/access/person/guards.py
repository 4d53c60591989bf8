"""What must stay true of people's rights: nobody gives more than they have, and somebody can always administer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.holding import holds_roles
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.entity.policy import ADMINISTRATOR

OPENS_DOORS = frozenset(
    {"username", "email", "roles", "left_at", "trashed_at"}
)  # who changes these can become that person


def gives_what_one_has(actor: Actor, person: Person, changes: Mapping[str, Any]) -> None:
    """Raise Invalid for roles beyond the actor's own, Forbidden for changing how a mightier person signs in."""
    before, after = changes.get("roles", (person.roles, person.roles))
    if not holds_roles(actor, set(after) - set(before or [])):
        raise Invalid({"roles": _("You can only give roles whose rights you have yourself.")})
    if person.pk and changes.keys() & OPENS_DOORS:
        refuse_over(actor, person, before or [])


def refuse_over(actor: Actor, person: Person, roles: list[str]) -> None:
    """Raise Forbidden where the person has rights that the actor has not."""
    if person.pk != actor.person and not holds_roles(actor, roles):
        raise Forbidden(_("This person may do more than you, so this is not yours to change. Nothing was changed."))


def leaves_an_administrator(actor: Actor, person: Person, changes: Mapping[str, Any]) -> None:
    """Raise Refused where nobody would be left who can administer. Two who go at once wait for each other."""
    was = ADMINISTRATOR.id in (changes["roles"][0] or [] if "roles" in changes else person.roles)
    stays = ADMINISTRATOR.id in person.roles and person.is_active
    if not was or stays or not changes.keys() & {"roles", "left_at", "trashed_at"}:
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('administrators'))")
    others = Person.everything.filter(roles__contains=[ADMINISTRATOR.id], left_at=None, trashed_at=None)
    if not others.exclude(pk=person.pk).exists():
        raise Refused(_("This is the last administrator. Make somebody else one first. Nothing was changed."))
