"""What the pages of signing in share: where a step leads, refusals in their place, and what is shown just once."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from concerto.kernel.access.sealing import Unsealable, seal, unseal
from concerto.kernel.access.signing_in.steps import Step
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.ui.addresses import own

ONCE = "once"  # in the session
STEPS = {Step.SECOND: "/sign-in/second", Step.ENROL: "/sign-in/enrol"}
LONGEST_PASSKEY = 20_000  # characters of JSON


def onward(step: Step, wanted: str) -> HttpResponse:
    """The page that was wanted, or the one of the next step."""
    return HttpResponseRedirect(STEPS.get(step) or own(wanted))


def refused(response: HttpResponse, refusal: Refused | None) -> HttpResponse:
    """The same answer with what HTTP says of the refusal."""
    for name, value in (refusal.headers if refusal else {}).items():
        response.headers[name] = value
    return response


def json(data: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(data), status=status, content_type="application/json")


def posted_passkey(request: HttpRequest) -> Any:
    """What the browser's passkey answered; None for what is no JSON."""
    text = request.POST.get("passkey", "")
    try:
        return orjson.loads(text) if len(text) <= LONGEST_PASSKEY else None
    except orjson.JSONDecodeError:
        return None


def keep_once(request: HttpRequest, what: str, value: Any) -> None:
    """Let the next page show a secret; the session holds it sealed until then."""
    request.session[ONCE] = seal(orjson.dumps({what: value}).decode(), ONCE)


def shown_once(request: HttpRequest, what: str) -> Any:
    """The secret that the last page left, which is forgotten now; None where there is none."""
    kept = request.session.pop(ONCE, None)
    try:
        return orjson.loads(unseal(kept, ONCE)).get(what) if kept else None
    except Unsealable:
        return None
