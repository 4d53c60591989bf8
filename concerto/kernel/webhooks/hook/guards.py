"""Nobody has told elsewhere what they could not read themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.holding import holds_roles
from concerto.kernel.access.rights import may
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import named
from concerto.kernel.webhooks.hook.model import Webhook


def tells_what_one_may_read(actor: Actor, hook: Webhook, changes: Mapping[str, Any]) -> None:
    """Raise Invalid for nouns that the actor may not read, and for acting as somebody who may do more."""
    if "nouns" in changes and not all(may(actor, named(noun), Act.READ) for noun in hook.nouns):
        raise Invalid({"nouns": _("You can only have told what you may read yourself.")})
    if "person" in changes and hook.person_id != actor.person and not holds_roles(actor, hook.person.roles):
        raise Invalid({"person": _("It can only act as somebody whose rights you have yourself.")})
