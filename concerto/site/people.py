"""People as commands name them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import SYSTEM, Actor, actor_for
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere


def person_called(username: str) -> Person:
    """The person with this username. Raises NotThere."""
    person = visible_to(SYSTEM, Person).filter(username__lower=username.lower()).first()
    if person is None:
        raise NotThere(_("There is nobody called %(name)s here.") % {"name": username})
    return person


def acting_as(username: str, door: str) -> Actor:
    """The actor that a command works as. Raises NotThere, also for somebody who has left."""
    actor = actor_for(person_called(username).pk, door)
    if actor is None:
        raise NotThere(_("%(name)s has left and can do nothing here.") % {"name": username})
    return actor
