"""Passkeys (WebAuthn): enrolling them, and signing in with them, alone or as the second step.

Each ceremony begins with a challenge that only this session knows and ends by using it up, whatever comes of it.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.credential.actions import enrol, living
from concerto.kernel.access.credential.model import Credential, Sort
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.signing_in.second import used
from concerto.kernel.actions.refusal import Refused

if TYPE_CHECKING:
    from fido2.server import Fido2Server

CHALLENGE = "passkey"  # in the session


class WrongPasskey(Refused):
    """The ceremony was not finished as it was begun, or the passkey is not known here."""

    status = 403
    kind = "wrong-passkey"

    def __init__(self) -> None:
        super().__init__(_("This passkey was not accepted. Try again, or sign in another way."))


def possible() -> bool:
    """Passkeys belong to a name: browsers refuse them where the public address is a number or not encrypted."""
    parts = urlsplit(settings.PUBLIC_URL)
    try:
        ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return parts.scheme == "https" or parts.hostname == "localhost"
    return False


def begin_enrolment(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What the browser needs to make a passkey that can be found without a name and asks who one is."""
    from fido2.webauthn import ResidentKeyRequirement, UserVerificationRequirement

    options, state = _server().register_begin(
        {"id": _handle(person.pk), "name": person.username, "displayName": person.name},  # type: ignore[arg-type]  # it reads mappings too
        [_attested(known) for known in living(person.pk, Sort.PASSKEY)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    request.session[CHALLENGE] = {"enrol": person.pk, **state}
    return dict(options.public_key)


def finish_enrolment(request: HttpRequest, actor: Actor, person: Person, name: str, given: Any) -> Credential:
    """Keep the passkey that was made. Raises WrongPasskey, and Invalid for one that is known."""
    from fido2.utils import websafe_encode

    state = _state(request)
    if state.get("enrol") != person.pk:
        raise WrongPasskey()
    try:
        made = _server().register_complete(state, given)
    except Exception as wrong:  # the library raises whatever its decoding meets: all of it is a stranger's doing
        raise WrongPasskey() from wrong
    data = made.credential_data
    if data is None:
        raise WrongPasskey()
    return enrol(
        actor,
        person.pk,
        Sort.PASSKEY,
        name,
        handle=websafe_encode(data.credential_id),
        public_key=websafe_encode(bytes(data)),
        counter=made.counter,
    )


def begin(request: HttpRequest, person: Person | None = None) -> dict[str, Any]:
    """What the browser needs to sign in: with any passkey of this site, or with one of `person` as the second step."""
    from fido2.webauthn import UserVerificationRequirement

    known = [_attested(each) for each in living(person.pk, Sort.PASSKEY)] if person else None
    options, state = _server().authenticate_begin(known, UserVerificationRequirement.REQUIRED)
    request.session[CHALLENGE] = {"person": person.pk if person else None, **state}
    return dict(options.public_key)


def finish(request: HttpRequest, given: Any) -> Person:
    """Whose passkey signed the challenge. Raises WrongPasskey."""
    state = _state(request)
    credential = _credential(given)
    person: Person | None = credential.person if credential else None
    expected = state.get("person")
    if credential is None or person is None or not person.is_active or expected not in (None, person.pk):
        raise WrongPasskey()
    if "challenge" not in state or not _signed(state, credential, given):
        raise WrongPasskey()
    return person


def _signed(state: dict[str, Any], credential: Credential, given: Any) -> bool:
    from fido2.webauthn import AuthenticationResponse

    try:
        answer = AuthenticationResponse.from_dict(given)
        _server().authenticate_complete(state, [_attested(credential)], answer)
    except Exception:  # as above: the answer is a stranger's
        return False
    handle = answer.response.user_handle
    if handle is not None and handle != _handle(credential.person_id):
        return False
    return _counted(credential, answer.response.authenticator_data.counter)


def _counted(credential: Credential, counter: int) -> bool:
    """A counter that does not grow tells of a copy; passkeys that do not count say zero."""
    rows = Credential.everything.filter(pk=credential.pk, removed_at=None)
    grows = rows.filter(Q(counter__lt=counter) if counter else Q(counter=0))
    if grows.update(counter=counter) != 1:
        return False
    used(credential)
    return True


def _credential(given: Any) -> Credential | None:
    id = given.get("rawId") if isinstance(given, dict) else None
    if not isinstance(id, str) or not id or "\x00" in id:
        return None
    living_ones = Credential.everything.filter(handle=id, removed_at=None, sort=Sort.PASSKEY)
    found = living_ones.select_related("person").first()
    return found if isinstance(found, Credential) else None


def _attested(credential: Credential) -> Any:
    from fido2.utils import websafe_decode
    from fido2.webauthn import AttestedCredentialData

    return AttestedCredentialData(websafe_decode(credential.public_key))


def _state(request: HttpRequest) -> dict[str, Any]:
    """The challenge that was begun; it serves once."""
    state = request.session.pop(CHALLENGE, None)
    return state if isinstance(state, dict) else {}


def _handle(person: int) -> bytes:
    """By what a passkey remembers whose it is: our id, which tells nothing to others."""
    return f"person {person}".encode()


def _server() -> Fido2Server:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    site = PublicKeyCredentialRpEntity(id=urlsplit(settings.PUBLIC_URL).hostname or "", name="Concerto")
    return Fido2Server(site, verify_origin=lambda origin: origin == settings.PUBLIC_URL)
