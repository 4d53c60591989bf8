"""One try of one message: claimed first, so that a crash on the way means another try and not a lost one."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as say

from concerto.kernel.access.actor import JOB, actor_for
from concerto.kernel.outbound.refusals import NoAnswer
from concerto.kernel.outbound.sending import Answer, send
from concerto.kernel.webhooks import signing, telling
from concerto.kernel.webhooks.delivery.model import Delivery, State
from concerto.kernel.webhooks.hook.actions import off_by_itself
from concerto.kernel.webhooks.hook.model import Webhook

DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440)]  # between tries, up to a day
MOST_TRIES = len(DELAYS) + 1
MOST_FAILURES = 10  # in a row, whatever the message; then the hook is turned off
CLAIMED = timedelta(minutes=5)  # longer than any try takes
KEPT = 2000  # bytes of an answer
GONE = 410  # the other side does not want to be told any more


def send_next(hook: int) -> bool:
    """Send the next message that is due; answer whether there was one."""
    delivery = claim(hook)
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


def due() -> Q:
    """Messages whose time has come, of hooks that are on and not paused."""
    now = timezone.now()
    awake = Q(webhook__paused_until=None) | Q(webhook__paused_until__lte=now)
    return awake & Q(state=State.WAITING, next_try_at__lte=now, webhook__active=True, webhook__trashed_at=None)


def claim(hook: int) -> Delivery | None:
    """The next message, set down for another try in case that this one never ends."""
    with transaction.atomic():
        waiting = Delivery.everything.filter(due(), webhook=hook).order_by("next_try_at", "pk")
        found = waiting.select_related("webhook").select_for_update(of=("self",), skip_locked=True).first()
        if found is None:
            return None
        assert isinstance(found, Delivery)
        found.tries = (found.tries or 0) + 1
        keep(found, tries=found.tries, next_try_at=timezone.now() + CLAIMED)
    return found


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
    if problem:
        failed(delivery, gone=answer is not None and answer.status == GONE)
    else:
        arrived(delivery)


def shown(answer: Answer | None) -> str:
    """The beginning of an answer as text that a database takes."""
    return answer.body.decode("utf-8", "replace").replace("\0", "\ufffd") if answer else ""


def arrived(delivery: Delivery) -> None:
    keep(delivery, state=State.DELIVERED, next_try_at=None)
    Webhook.everything.filter(pk=delivery.webhook_id, failures__gt=0).update(failures=0, paused_until=None)


def failed(delivery: Delivery, *, gone: bool) -> None:
    """Try again later, or not any more; the hook rests, the longer the more often it failed in a row."""
    tries, now = delivery.tries or 1, timezone.now()
    given_up = gone or tries >= MOST_TRIES
    again = None if given_up else now + DELAYS[tries - 1]
    keep(delivery, state=State.FAILED if given_up else State.WAITING, next_try_at=again)
    Webhook.everything.filter(pk=delivery.webhook_id).update(failures=F("failures") + 1)
    hook = Webhook.everything.get(pk=delivery.webhook_id)
    failures = hook.failures or 1
    Webhook.everything.filter(pk=hook.pk).update(paused_until=now + DELAYS[min(failures, len(DELAYS)) - 1])
    if gone:
        off_by_itself(hook, say("The other side answered that it does not want to be told any more (status 410)."))
    elif failures >= MOST_FAILURES:
        off_by_itself(
            hook,
            say("%(count)s tries in a row failed; the last problem: %(problem)s")
            % {"count": failures, "problem": delivery.problem},
        )


def keep(delivery: Delivery, **values: object) -> None:
    """How a message goes is no change by anybody, so no line of the journal tells of it."""
    for name, value in values.items():
        setattr(delivery, name, value)
    Delivery.everything.filter(pk=delivery.pk).update(updated_at=timezone.now(), version=F("version") + 1, **values)
