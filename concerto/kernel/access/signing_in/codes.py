"""Six digits from an authenticator app: time-based one-time passwords, RFC 6238 with SHA-1, 30 seconds, as every app has them."""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import b32decode, b32encode
from hashlib import sha1
from urllib.parse import quote, urlencode

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.credential.actions import enrol
from concerto.kernel.access.credential.model import Credential, Sort
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sealing import seal, unseal
from concerto.kernel.actions.refusal import Refused

SECONDS = 30  # that a code holds
DIGITS = 6
SKEW = 1  # steps that a clock may be early or late
SECRET_BYTES = 20
ISSUER = "Concerto"


class WrongCode(Refused):
    """The second step failed."""

    status = 403
    kind = "wrong-code"

    def __init__(self) -> None:
        super().__init__(
            _("This code is not right, or was used already. Wait for the next one and check the clock of your device.")
        )


def new_secret() -> str:
    """160 random bits in base32, as apps want it typed."""
    return b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of one step of 30 seconds since 1970 (RFC 4226, section 5.3)."""
    digest = hmac.new(b32decode(secret), step.to_bytes(8), sha1).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(secret: str, code: str) -> int | None:
    """The step whose code this is, now or one step around it; each is compared, so that time tells nothing."""
    now = int(time.time()) // SECONDS
    given = "".join(code.split()).encode("utf-8", "replace")
    fitting = [
        step for step in range(now - SKEW, now + SKEW + 1) if hmac.compare_digest(code_at(secret, step).encode(), given)
    ]
    return fitting[-1] if fitting else None


def enrol_app(actor: Actor, person: Person, secret: str, code: str) -> Credential:
    """Keep an app that has shown a code, which thereby is used. Raises WrongCode, and Invalid where there is an app."""
    step = step_of(secret, code)
    if step is None:
        raise WrongCode()
    return enrol(actor, person.pk, Sort.CODE, str(Sort.CODE.label), secret=sealed(secret, person.pk), step=step)


def takes(credential: Credential, code: str) -> bool:
    """Whether a code is right and was not used before. Taking it and remembering it are one statement."""
    step = step_of(unseal(credential.secret, purpose(credential.person_id)), code)
    if step is None:
        return False
    unused = Credential.everything.filter(pk=credential.pk, removed_at=None, step__lt=step)
    return unused.update(step=step) == 1


def sealed(secret: str, person: int) -> str:
    return seal(secret, purpose(person))


def purpose(person: int) -> str:
    """A secret opens for its person only."""
    return f"authenticator of {person}"


def address(secret: str, person: Person) -> str:
    """What the QR code says to the app."""
    label = quote(f"{ISSUER}:{person.username}")
    return f"otpauth://totp/{label}?" + urlencode(
        {"secret": secret, "issuer": ISSUER, "digits": DIGITS, "period": SECONDS}
    )


def drawn(secret: str, person: Person) -> str:
    """The QR code as SVG, without a size of its own."""
    import segno

    return segno.make(address(secret, person), error="m").svg_inline(omitsize=True, border=2, svgclass="qr-code")
