"""What is done with a role as a whole: another one like it, and back to what the product declares."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.role.model import Role
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import add, change


@action(on=Role, label=_("Copy"), icon="copy")
def copy(actor: Actor, role: Role, *, name: str) -> Role:
    """Make another role that may do the same from now on; nobody has it yet."""
    return add(actor, Role(name=name, about=role.about, base=role.base or role.key, rules=role.rules))


@action(on=Role, label=_("Reset to the default"), icon="arrow-back-up")
def reset(actor: Actor, role: Role) -> None:
    """Forget every difference."""
    change(actor, role, rules={})
