"""The two doors as a client comes to them: a browser with a session, a program with a key; and the floor's connection."""

from __future__ import annotations

import http.client
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.model import Means, Outcome, SignIn
from concerto.kernel.access.signing_in.sessions import SESSION
from concerto.kernel.access.token.keys import issue
from concerto.kernel.actions.change import add
from concerto.site.bench.measuring import Call

PAGE, API = "page", "api"


@dataclass(frozen=True)
class Ask:
    """One request. `sent` goes as a form by the page's door, as JSON by the API's."""

    path: str
    method: str = "GET"
    sent: Mapping[str, object] | None = None


class Failed(RuntimeError):
    """An answer was none; there is nothing to time."""


def signed_in(person: Person) -> int:
    """A session of a person, as signing in makes one; answers its id."""
    row = SignIn(
        person=person, outcome=Outcome.SIGNED_IN, means=Means.PASSWORD, device="concerto bench", seen_at=timezone.now()
    )
    with transaction.atomic():
        return add(SYSTEM.doing("sign-in"), row).pk


class Doors:
    """Who calls: the administrator, signed in and with a key."""

    def __init__(self, port: int, person: Person) -> None:
        self.port, self.person = port, person.pk
        session = SessionStore()
        session[SESSION] = signed_in(person)
        session.save()
        proof = secrets.token_hex(16)
        cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={proof}"
        key = issue(SYSTEM, person=person.pk, name="concerto bench")
        self._headers = {
            PAGE: {"Cookie": cookies, "X-CSRFToken": proof, "Accept-Encoding": "identity"},
            API: {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"},
        }

    def calling(self, door: str, ask: Callable[[int], Ask]) -> Callable[[], Call]:
        """Makes clients that keep their connection open, as browsers do."""

        def make() -> Call:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            return lambda number: self._answer(connection, door, ask(number))

        return make

    def _answer(self, connection: http.client.HTTPConnection, door: str, ask: Ask) -> bytes:
        sent, kind = self._written(door, ask)
        connection.request(ask.method, ask.path, sent, self._headers[door] | kind)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 400 or (answer.status == 302 and "sign-in" in answer.headers.get("Location", "")):
            raise Failed(f"{ask.method} {ask.path}: {answer.status} {text[:300]!r}")
        return text

    def _written(self, door: str, ask: Ask) -> tuple[bytes | None, dict[str, str]]:
        if ask.sent is None:
            return None, {}
        if door == API:
            return orjson.dumps(dict(ask.sent)), {"Content-Type": "application/json"}
        return urlencode(dict(ask.sent)).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
