"""What the API refuses at its own door, before any noun is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.actions.refusal import Refused


class AtTheDoor(Refused):
    """A request that does not get in; its `headers` say what would."""


class NotSignedIn(AtTheDoor):
    status = 401
    kind = "not-signed-in"
    headers = {"WWW-Authenticate": 'Bearer realm="Concerto"'}

    def __init__(self) -> None:
        super().__init__(_("This needs a valid API token, or a session that has not expired."))


class Forged(AtTheDoor):
    """A write that came with a session's cookie alone, as one made by a foreign site would."""

    status = 403
    kind = "csrf"

    def __init__(self) -> None:
        super().__init__(_("A write within a session needs the header X-CSRFToken. Nothing was changed."))


class NoSuchAddress(AtTheDoor):
    status = 404
    kind = "not-there"

    def __init__(self) -> None:
        super().__init__(_("There is nothing at this address. The operations are listed at /api/docs."))


class WrongMethod(AtTheDoor):
    status = 405
    kind = "wrong-method"

    def __init__(self, allowed: Iterable[str]) -> None:
        super().__init__(_("This address does not do that. The header Allow says what it does."))
        self.headers = {"Allow": ", ".join(sorted({*allowed, "HEAD"} if "GET" in allowed else allowed))}


class TooLarge(AtTheDoor):
    status = 413
    kind = "too-large"

    def __init__(self, most: int) -> None:
        super().__init__(_("The body is larger than %(most)s bytes. Nothing was saved.") % {"most": most})


class NotBytes(AtTheDoor):
    status = 415
    kind = "not-bytes"
    headers = {"Accept": "application/octet-stream"}

    def __init__(self) -> None:
        super().__init__(_("The body must be the bytes of the file, sent with Content-Type: application/octet-stream."))


class NotJson(AtTheDoor):
    status = 415
    kind = "not-json"
    headers = {"Accept": "application/json"}

    def __init__(self) -> None:
        super().__init__(_("The body must be JSON, sent with the header Content-Type: application/json."))


class StillRunning(AtTheDoor):
    status = 409
    kind = "still-running"
    headers = {"Retry-After": "1"}

    def __init__(self) -> None:
        super().__init__(_("A request with this Idempotency-Key is at work right now. Ask again in a moment."))


class KeyUsedOtherwise(AtTheDoor):
    status = 422
    kind = "key-used-otherwise"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key came with another request before. Nothing was changed."))


class TooMany(AtTheDoor):
    status = 429
    kind = "too-many"

    def __init__(self, seconds: int) -> None:
        super().__init__(_("Too many requests. Go on in %(seconds)s seconds.") % {"seconds": seconds})
        self.headers = {"Retry-After": str(seconds)}


class ItemsRefused(Refused):
    """Of a request that is all or nothing some items cannot be done; `items` has one answer for each of them."""

    status = 422
    kind = "items-refused"

    def __init__(self, items: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(_("Some items cannot be done, so none was; “items” says of each what is wrong."))
        self.items = [dict(item) if "problem" in item else {"status": 424} for item in items]
