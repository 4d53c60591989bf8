"""What people do with a segment beside changing it: share it, and have it counted now."""

from __future__ import annotations

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.roles import publishing
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.segments.refreshing import refresh


@action(on=Segment, label=_("Share"), icon="share-3")
def share(actor: Actor, segment: Segment, *, shared_with: Sharing) -> None:
    """Say who else may use it. Raises Forbidden where it would go before everyone and the actor's part does not allow that."""
    may_publish = actor.is_system or any(role.id in actor.roles for role in publishing())
    if shared_with == Sharing.EVERYONE != segment.shared_with and not may_publish:
        parts = say(", ").join(str(role.label) for role in publishing())
        raise Forbidden(_("Segments for everyone are shared by: %(parts)s. Nothing was changed.") % {"parts": parts})
    change(actor, segment, shared_with=shared_with)


@action(on=Segment, label=_("Count now"), needs=Act.READ, icon="refresh")
def recount(actor: Actor, segment: Segment) -> None:
    """Bring its members up to date, also those of one that stays as it is."""
    refresh(segment)
