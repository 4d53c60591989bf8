"""What people do with a view beside changing it: share it, put it in its place among the others, open the list with it."""

from __future__ import annotations

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.roles import publishing
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.views.offered import in_order
from concerto.kernel.views.opening_with import open_with
from concerto.kernel.views.view.model import View


def may_publish(actor: Actor) -> bool:
    """Whether the actor plays a part that puts views before everyone."""
    return actor.is_system or any(role.id in actor.roles for role in publishing())


@action(on=View, label=_("Share"), icon="share-3")
def share(actor: Actor, view: View, *, shared_with: Sharing) -> None:
    """Say who else may open it. Raises Forbidden where it would go before everyone and the actor's part does not allow that."""
    if shared_with == Sharing.EVERYONE != view.shared_with and not may_publish(actor):
        parts = say(", ").join(str(role.label) for role in publishing())
        raise Forbidden(_("Views for everyone are shared by: %(parts)s. Nothing was changed.") % {"parts": parts})
    change(actor, view, shared_with=shared_with)


@action(on=View, label=_("Move among the views"), icon="arrows-sort")
def reorder(actor: Actor, view: View, *, place: int) -> None:
    """Put it at `place` (from 1) among the views of its owner for this list; the others make room."""
    owned = visible_to(actor, View, Act.EDIT).filter(owner=view.owner_id, noun=view.noun)
    others = [other for other in in_order(owned.select_for_update(of=("self",), no_key=True)) if other.pk != view.pk]
    at = max(0, place - 1)
    for number, each in enumerate([*others[:at], view, *others[at:]], start=1):
        change(actor, each, place=number)


@action(on=View, label=_("Open the list with it"), needs=Act.READ, icon="pin")
def make_default(actor: Actor, view: View) -> None:
    """For oneself: the list opens with this view from now on."""
    open_with(actor, view.noun, str(view.pk))
