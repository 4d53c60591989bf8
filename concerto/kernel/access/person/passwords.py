"""Passwords: strong enough, kept as a slow hash, never in the journal."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import PAGE, Actor
from concerto.kernel.access.person.entity import person as described
from concerto.kernel.access.person.guards import refuse_over
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.actions import end_all
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import line
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.entity.policy import Act
from concerto.kernel.journal.writing import write

LONGEST = 1000  # characters; hashing more would only cost


@action(on=Person, label=_("Set a password"), icon="key", bulk=False)
def set_password(actor: Actor, person: Person, *, password: str) -> None:
    """Give a person a new password; all their sessions end.

    Raises Invalid for a weak one, Forbidden for somebody who may do more.
    """
    refuse_over(actor, person, person.roles)
    _keep(actor, person, password)
    end_all(actor, person.pk)


@action(on=Person, label=_("Change the password"), needs=Act.READ, icon="key", bulk=False)
def change_password(actor: Actor, me: Person, *, password: str, session: int) -> None:
    """Give oneself a new password, on a page; every session but `session` ends. Raises Forbidden for somebody else's."""
    if me.pk != actor.person or actor.door != PAGE:
        raise Forbidden()
    _keep(actor, me, password)
    end_all(actor, me.pk, but=session)


def _keep(actor: Actor, person: Person, password: str) -> None:
    refuse_weak(person, password)
    type(person).everything.filter(pk=person.pk).update(password=make_password(password))
    write(line(actor, described, person, {}))


def refuse_weak(person: Person, password: str) -> None:
    """Raise Invalid for a password that is short, common, or like the person's name."""
    if len(password) > LONGEST:
        raise Invalid({"password": _("At most %(most)s characters.") % {"most": LONGEST}})
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Invalid({"password": " ".join(weak.messages)}) from weak
