"""The first step by name and password."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.person.passwords import LONGEST
from concerto.kernel.access.sign_in.model import Means, Outcome
from concerto.kernel.access.signing_in.attempts.counting import ACCOUNT, PLACE, count, forget, forgive, network
from concerto.kernel.access.signing_in.sessions import note_failure
from concerto.kernel.access.signing_in.visitor import visitor
from concerto.kernel.actions.refusal import Refused


class WrongPassword(Refused):
    """The name or the password is wrong; which of the two is not told."""

    status = 403
    kind = "wrong-password"


def person_with(request: HttpRequest, username: str, password: str) -> Person:
    """Whose name and password these are. Raises WrongPassword, and TooMany when they were guessed too often."""
    place = network(visitor(request).place)
    count(PLACE, place)
    count(ACCOUNT, username)
    person = called(username)
    if not fits(person, password):
        note_failure(request, person, Outcome.WRONG_PASSWORD, Means.PASSWORD)
        raise WrongPassword(_("The name or the password is not right."))
    assert person, "a password fits somebody"
    forgive(PLACE, place)
    forget(ACCOUNT, username)
    return person


def called(name: str) -> Person | None:
    """Who has this username or, where it looks like one, this mail address."""
    wanted = name.strip()
    if not wanted or "\x00" in wanted:
        return None
    column = "email__iexact" if "@" in wanted else "username__iexact"
    found = Person.everything.filter(**{column: wanted}, trashed_at=None).first()
    return found if isinstance(found, Person) else None


def fits(person: Person | None, password: str) -> bool:
    """Whether the password is that of a person who may come in. A stranger's is hashed too: time must not tell who exists."""
    if person is None:
        make_password(password[:LONGEST])
        return False

    def hashed_anew(given: str) -> None:
        """The hash was made with fewer rounds than today's; nobody may have changed the password meanwhile."""
        Person.everything.filter(pk=person.pk, password=person.password).update(password=make_password(given))

    before = person.password
    right = check_password(password[:LONGEST], before, setter=hashed_anew)
    return right and person.is_active
