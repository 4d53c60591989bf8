"""Passwords: strong enough, kept as a slow hash, never in the journal."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.entity import person as described
from concerto.kernel.access.person.guards import refuse_over
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import line
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.journal.writing import write


@action(on=Person, label=_("Set a password"), icon="key")
def set_password(actor: Actor, person: Person, *, password: str) -> None:
    """Give a person a new password; sessions opened with the old one end. Raises Invalid for a weak one, Forbidden for somebody who may do more."""
    refuse_over(actor, person, person.roles)
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Invalid({"password": " ".join(weak.messages)}) from weak
    type(person).everything.filter(pk=person.pk).update(password=make_password(password))
    write(line(actor, described, person, {}))
