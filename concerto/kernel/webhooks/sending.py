"""One try of one message."""

from __future__ import annotations

import time

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as say

from concerto.kernel.access.actor import JOB, actor_for
from concerto.kernel.outbound.refusals import NoAnswer
from concerto.kernel.outbound.sending import Answer, send
from concerto.kernel.webhooks import signing, telling
from concerto.kernel.webhooks.delivery.model import Delivery, State
from concerto.kernel.webhooks.hook.actions import off_by_itself
from concerto.kernel.webhooks.trying import Way, keep

KEPT = 2000  # bytes of an answer
GONE = 410  # the other side does not want to be told any more


WAY = Way(Delivery.everything, "webhook", off_by_itself)


def send_next(hook: int) -> bool:
    """Send the next message that is due; answer whether there was one."""
    delivery = WAY.claim(hook)
    if delivery is None:
        return False
    owner = actor_for(delivery.webhook.person_id, JOB)
    with translation.override((owner.preferences.language if owner else "") or settings.LANGUAGE_CODE):
        body = telling.body(owner, delivery) if owner else None
        if body is None:
            withhold(delivery)
        else:
            attempt(delivery, body)
    return True


def withhold(delivery: Delivery) -> None:
    sentence = say("The person the webhook acts as may not see this record.")
    keep(delivery, state=State.WITHHELD, next_try_at=None, problem=sentence, request="", answer="")


def attempt(delivery: Delivery, body: bytes) -> None:
    """Send it once and remember how it went."""
    hook, now, began = delivery.webhook, timezone.now(), time.monotonic()
    answer, problem = None, ""
    try:
        answer = send(
            "POST",
            hook.url,
            headers=signing.headers(hook, delivery.message_id, now, body),
            body=body,
            limit=KEPT,
            cutting=True,
            redirects=0,
        )
    except NoAnswer as none:
        problem = str(none.message)
    if answer and not 200 <= answer.status < 300:
        problem = say("The other side answered with status %(status)s.") % {"status": answer.status}
    keep(
        delivery, request=body.decode(), tried_at=now, took=int((time.monotonic() - began) * 1000), problem=problem[:500],
        status=answer.status if answer else None, answer=shown(answer),
    )  # fmt: skip
    if not problem:
        WAY.arrived(delivery)
    elif answer is not None and answer.status == GONE:
        WAY.failed(
            delivery, gone=say("The other side answered that it does not want to be told any more (status 410).")
        )
    else:
        WAY.failed(delivery)


def shown(answer: Answer | None) -> str:
    """The beginning of an answer as text that a database takes."""
    return answer.body.decode("utf-8", "replace").replace("\0", "\ufffd") if answer else ""
