"""The second step: a code from the app, a recovery code, or a passkey."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from concerto.kernel.access.credential.actions import living
from concerto.kernel.access.credential.model import Credential, Sort
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.model import Means, Outcome
from concerto.kernel.access.signing_in import codes
from concerto.kernel.access.signing_in.attempts.counting import SECOND_STEP, count, forget
from concerto.kernel.access.signing_in.recovery import codes as recovery
from concerto.kernel.access.signing_in.sessions import note_failure


def means_of_code(request: HttpRequest, person: Person, code: str) -> Means:
    """By what means this code lets the person in. Raises codes.WrongCode, and TooMany when it was guessed too often."""
    count(SECOND_STEP, str(person.pk))
    means = _means(person.pk, code)
    if means is None:
        note_failure(request, person, Outcome.WRONG_CODE, Means.CODE)
        raise codes.WrongCode()
    forget(SECOND_STEP, str(person.pk))
    return means


def _means(person: int, code: str) -> Means | None:
    app = living(person, Sort.CODE).first()
    if app is not None and codes.takes(app, code):
        used(app)
        return Means.CODE
    return Means.RECOVERY if recovery.takes(person, code) else None


def used(credential: Credential) -> None:
    """Remember when a way to sign in was last used; the sign-in itself is what the journal tells."""
    Credential.everything.filter(pk=credential.pk).update(used_at=timezone.now())
