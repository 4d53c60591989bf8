"""What must stay true of roles: the administrator's is fixed, declared ones stay, nobody makes one mightier than themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.holding import holds_all_of
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.policy import Kept
from concerto.kernel.access.role.model import Role
from concerto.kernel.access.roles import known
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.entity.policy import ADMINISTRATOR


def gives_what_one_has(actor: Actor, role: Role, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where a role would be able to do what the actor cannot."""
    if {"rules", "trashed_at"} & changes.keys() or not role.pk:
        if role.key == ADMINISTRATOR.id and changes.get("rules"):
            raise Invalid({"rules": _("The administrator may always do everything, so that nobody is locked out.")})
        if role.trashed_at is None and not holds_all_of(actor, kept(role)):
            raise Invalid({"rules": _("This role would be able to do what you cannot do yourself.")})


def stays_while_needed(actor: Actor, role: Role, changes: Mapping[str, Any]) -> None:
    """Raise Refused for deleting a role that the product declares, or that somebody has."""
    if role.trashed_at is None or "trashed_at" not in changes:
        return
    if role.key in {each.id for each in known()}:
        raise Refused(_("This role belongs to the product. It can be changed, not deleted."))
    if Person.everything.filter(roles__contains=[role.key], trashed_at=None).exists():
        raise Refused(_("People have this role. Take it from them first."))
    if Grant.everything.filter(role=role.key, trashed_at=None).exists():
        raise Refused(_("Records are shared with this role. Take these grants back first."))


def kept(role: Role) -> Kept:
    """The role as rights are worked out from it."""
    return Kept(role.key, role.name, role.name_zh, role.base, role.rules or {})
