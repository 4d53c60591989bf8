"""A promise stays on its record, is given to somebody who may see that, and is what it was once it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.promises.promise.model import Promise, State
from concerto.kernel.access.actor import PAGE, Actor, actor_for
from concerto.kernel.access.reaching import reached
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.entity.registry import entity_of, meant

AGREED = {"what", "owner", "due", "maker"}


def stands_on_a_matter(actor: Actor, promise: Promise, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where it would move to another record, belong to nothing, or come from something that the actor cannot see."""
    known = meant(promise.subject)
    if "subject" in changes and (promise.pk or known is None or not entity_of(promise).can_be_attached_to(known[0])):
        raise Invalid({"subject": _("A promise stays with the record that it was made about.")})
    if changes.get("origin", ("", ""))[1]:
        said = meant(promise.origin)
        if said is None or not reached(actor, said[0].model, [said[1]]):
            raise Invalid({"origin": _("There is no such record, or you may not see it.")})


def owner_sees_it(actor: Actor, promise: Promise, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where it is given to somebody who may not see what it is about: nobody can keep that."""
    known = meant(promise.subject)
    if "owner" not in changes or known is None or promise.owner_id is None:
        return
    keeper = actor_for(promise.owner_id, PAGE)
    if keeper is None or not reached(keeper, known[0].model, [known[1]]):
        name = entity_of(promise.owner).title_of(promise.owner)
        raise Invalid(
            {
                "owner": format_lazy(
                    _("{name} may not see this record. Share it with them first, or choose somebody else."), name=name
                )
            }
        )


def closed_stays(actor: Actor, promise: Promise, changes: Mapping[str, Any]) -> None:
    """Raise Refused where what was promised would change after it was closed: the ledger would tell another story."""
    if promise.pk and promise.state != State.OPEN and changes.keys() & AGREED and actor.verb == EDIT:
        raise Refused(_("This promise is closed. Open it again first."))
