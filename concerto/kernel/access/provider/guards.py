"""Whoever lets a provider add people gives them roles, and nobody gives more than they have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.holding import holds_roles
from concerto.kernel.access.provider.model import Provider
from concerto.kernel.actions.refusal import Invalid


def gives_what_one_has(actor: Actor, provider: Provider, changes: Mapping[str, Any]) -> None:
    """Raise Invalid for roles beyond the actor's own."""
    before, after = changes.get("roles", ([], []))
    if not holds_roles(actor, set(after) - set(before or [])):
        raise Invalid({"roles": _("You can only give roles whose rights you have yourself.")})
