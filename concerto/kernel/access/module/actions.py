"""A module goes and comes with all its nouns; nothing of what they hold is touched."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.module.model import Module
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change


@action(on=Module, label=_("Switch off"), icon="eye-off")
def switch_off(actor: Actor, module: Module) -> None:
    """From now on its pages, its part of the API, search and imports are as if they had never been; its data is kept."""
    change(actor, module, off_since=module.off_since or timezone.now())


@action(on=Module, label=_("Switch on"), icon="eye")
def switch_on(actor: Actor, module: Module) -> None:
    """Everything is there again as it was."""
    change(actor, module, off_since=None)
