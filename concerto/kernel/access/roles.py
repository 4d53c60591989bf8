"""The roles people may play. The kernel has two of its own; the company declares the rest by name."""

from __future__ import annotations

from collections.abc import Mapping

from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, Role
from concerto.kernel.fields.kind import Label

_roles: dict[str, Role] = {ADMINISTRATOR.id: ADMINISTRATOR}


def declare(*roles: Role) -> None:
    """Make roles known, in the order they should be offered."""
    for role in roles:
        if _roles.setdefault(role.id, role) is not role:
            raise ValueError(f"two roles are called {role.id}")


def labels() -> Mapping[str, Label]:
    """Role id → label, of every role that can be given to a person (everyone has EVERYONE without being given it)."""
    return {id: role.label for id, role in _roles.items()}


def publishing() -> tuple[Role, ...]:
    """The roles that may put what is theirs before everyone."""
    return tuple(role for role in _roles.values() if role.publishes)


def known() -> tuple[Role, ...]:
    """Every role an access table may speak of."""
    return (*_roles.values(), EVERYONE)
