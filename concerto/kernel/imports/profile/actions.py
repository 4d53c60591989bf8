"""Saying who else may use a profile."""

from __future__ import annotations

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.roles import publishing
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.imports.profile.model import Profile
from concerto.kernel.views.view.actions import may_publish


@action(on=Profile, label=_("Share"), icon="share-3")
def share(actor: Actor, profile: Profile, *, shared_with: Sharing) -> None:
    """Say who else may use it. Raises Forbidden where it would go to everyone and the actor's part does not allow that."""
    if shared_with == Sharing.EVERYONE != profile.shared_with and not may_publish(actor):
        parts = say(", ").join(str(role.label) for role in publishing())
        raise Forbidden(_("Profiles for everyone are shared by: %(parts)s. Nothing was changed.") % {"parts": parts})
    change(actor, profile, shared_with=shared_with)
