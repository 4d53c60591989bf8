"""Signing in and out by password. Sessions end when a password changes or a person leaves."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, authenticate, login, logout
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import PAGE, SYSTEM, Actor, actor_for
from concerto.kernel.access.person.entity import person as described
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.change import line
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.journal.writing import write


class WrongPassword(Refused):
    """The name or the password is wrong; which of the two is not told."""

    status = 403
    kind = "wrong-password"


class Passwords(BaseBackend):
    """Username or mail address, and a password."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_more: Any
    ) -> Person | None:
        """The person, or None. A stranger's password is hashed too, so that time does not tell who exists."""
        person = _called(username)
        if person is None:
            make_password(password)
            return None
        return person if check_password(password, person.password) and person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        return Person.everything.filter(pk=user_id).first()


def _called(name: str) -> Person | None:
    column = "email__iexact" if "@" in name else "username__iexact"
    return (
        Person.everything.filter(**{column: name.strip()}, trashed_at=None).first()
        if name.strip() and "\x00" not in name
        else None
    )


def sign_in(request: HttpRequest, username: str, password: str) -> Actor:
    """Open a session and tell the journal. Raises WrongPassword."""
    person = authenticate(request, username=username, password=password)
    if not isinstance(person, Person):
        raise WrongPassword(_("The name or the password is not right."))
    login(request, person)
    actor = actor_for(person.pk, PAGE) or SYSTEM
    _note(actor.doing("sign-in"), person)
    return actor


def sign_out(request: HttpRequest) -> None:
    """Close the session."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor and actor.person:
        _note(actor.doing("sign-out"), Person(pk=actor.person))
    logout(request)


def _note(actor: Actor, person: Person) -> None:
    with transaction.atomic():
        write(line(actor, described, person, {}))


def person_of_session(request: HttpRequest) -> int | None:
    """The id of the person whose session this is, if the session was opened with today's password."""
    id, digest = request.session.get(SESSION_KEY), request.session.get(HASH_SESSION_KEY)
    if id is None or digest is None:
        return None
    person = Person.everything.filter(pk=int(id)).only("password").first()
    valid = isinstance(person, Person) and constant_time_compare(digest, person.get_session_auth_hash())
    return int(id) if valid else None
