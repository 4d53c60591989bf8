"""Proving again who one is, before what a stolen session must not be able to do: factors, recovery codes, tokens."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.model import Means, Outcome
from concerto.kernel.access.signing_in import passkeys
from concerto.kernel.access.signing_in.attempts.counting import ACCOUNT, SECOND_STEP, count, forget
from concerto.kernel.access.signing_in.passwords import WrongPassword, fits
from concerto.kernel.access.signing_in.second import means_of_code
from concerto.kernel.access.signing_in.sessions import PROVED, note_failure

HOLDS = 10 * 60  # seconds


def is_proved(request: HttpRequest) -> bool:
    """Whether this session has shown within HOLDS who it is; signing in shows it. A clock that was set back ends it."""
    at = request.session.get(PROVED)
    return isinstance(at, float) and 0 <= time.time() - at <= HOLDS


def prove(request: HttpRequest, person: Person, *, password: str = "", code: str = "", passkey: Any = None) -> None:
    """By any one of the three. Raises a Refused that says what was wrong, and TooMany for guessing."""
    if passkey is not None:
        _by_passkey(request, person, passkey)
    elif code:
        means_of_code(request, person, code)
    else:
        _by_password(request, person, password)
    request.session[PROVED] = time.time()


def _by_password(request: HttpRequest, person: Person, password: str) -> None:
    count(ACCOUNT, person.username)
    if not fits(person, password):
        note_failure(request, person, Outcome.WRONG_PASSWORD, Means.PASSWORD)
        raise WrongPassword(_("The password is not right."))
    forget(ACCOUNT, person.username)


def _by_passkey(request: HttpRequest, person: Person, given: Any) -> None:
    count(SECOND_STEP, str(person.pk))
    if passkeys.finish(request, given).pk != person.pk:
        raise passkeys.WrongPasskey()
    forget(SECOND_STEP, str(person.pk))
