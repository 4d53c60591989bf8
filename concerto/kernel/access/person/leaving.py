"""Leaving the company and coming back. The record stays; what opens doors does not."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.guards import refuse_over
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.actions import end_all
from concerto.kernel.access.token.actions import revoke_all
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.fields.kind import Label

Tells = Callable[[Actor, Person], Label]  # what would still be in somebody's name, as a sentence; "" for nothing
_tellers: list[Tells] = []


def warns(tells: Tells) -> Tells:
    """Make a function one that is asked, before somebody leaves, what would be left behind."""
    _tellers.append(tells)
    return tells


@action(on=Person, label=_("Leave the company"), icon="user-off")
def leave(actor: Actor, person: Person, *, anyway: bool = False) -> None:
    """Note that somebody has left: the password goes, every session ends, keys of programs are revoked.

    Raises Refused where they had left before, and Invalid, with what would be left behind, while something is in their name:
    unless it is to be so `anyway`. Records stay; whoever comes back is given a new password.
    """
    if person.left_at is not None:
        raise Refused(_("This person has left before."))
    told = [] if anyway else [said for tells in _tellers if (said := tells(actor, person))]
    if told:
        raise Invalid({"anyway": told[0]})
    change(actor, person, left_at=timezone.now())
    Person.everything.filter(pk=person.pk).update(password=make_password(None))
    end_all(actor, person.pk)
    revoke_all(actor, person.pk)


@action(on=Person, label=_("Come back"), icon="user-check")
def return_(actor: Actor, person: Person) -> None:
    """Let somebody who had left be here again, with the roles they had. Raises Refused where they had not left."""
    if person.left_at is None:
        raise Refused(_("This person has not left."))
    refuse_over(actor, person, person.roles)
    change(actor, person, left_at=None)
