"""The roles people may play. The kernel has two of its own; the company declares the rest by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language

from concerto.kernel.access import policy
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, Role
from concerto.kernel.fields.choice import CHOICE, CHOICES
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label

_roles: dict[str, Role] = {ADMINISTRATOR.id: ADMINISTRATOR}


def declare(*roles: Role) -> None:
    """Make roles known, in the order they should be offered."""
    for role in roles:
        if _roles.setdefault(role.id, role) is not role:
            raise ValueError(f"two roles are called {role.id}")


def labels() -> Mapping[str, Label]:
    """Role id → label, of every role that can be given to a person (everyone has EVERYONE without being given it)."""
    kept = policy.latest().roles
    declared = {id: _called(kept[id]) if id in kept else role.label for id, role in _roles.items()}
    return declared | {key: _called(role) for key, role in kept.items() if key not in declared and key != EVERYONE.id}


def _called(role: policy.Kept) -> str:
    return role.name_zh if role.name_zh and (get_language() or "").startswith("zh") else role.name


def all_labels() -> Mapping[str, Label]:
    """The same with the role that everybody has without being given it."""
    kept = policy.latest().roles.get(EVERYONE.id)
    return {**labels(), EVERYONE.id: _called(kept) if kept else EVERYONE.label}


def several(label: Label) -> Any:
    """A column for any number of roles."""
    column = kept_as(CHOICES, ArrayField(models.CharField(max_length=40), verbose_name=label, default=list, blank=True))
    vars(column)["choices_from"] = labels
    return column


def given_to(label: Label) -> Any:
    """A column for one role, or none."""
    column = kept_as(CHOICE, models.CharField(label, max_length=40, default="", blank=True))
    vars(column)["choices_from"] = all_labels
    return column


def publishing() -> tuple[Role, ...]:
    """The roles that may put what is theirs before everyone."""
    return tuple(role for role in _roles.values() if role.publishes)


def known() -> tuple[Role, ...]:
    """Every role an access table may speak of."""
    return (*_roles.values(), EVERYONE)
