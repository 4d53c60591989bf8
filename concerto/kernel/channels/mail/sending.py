"""Sending the mails whose time has come. One that the server refuses keeps no other waiting."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone, translation

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.signing_in.links.mail import possible
from concerto.kernel.channels.mail.choosing import Posting, claimed, settle
from concerto.kernel.channels.mail.model import Letter, State
from concerto.kernel.channels.mail.writing import mail_of
from concerto.kernel.notices.resting import zone_of
from concerto.kernel.webhooks.trying import DELAYS, MOST_TRIES

log = logging.getLogger(__name__)


def send_what_is_due() -> int:
    """Send every mail whose time has come; answer how many went. A server that is away is asked again a minute later."""
    people = list(_people())
    if not people or not possible():
        return 0
    server = get_connection()
    try:
        server.open()
        return sum(_send_all(person, server) for person in people)
    except OSError as away:
        log.warning("the mail server does not answer; mail waits", exc_info=away)
        return 0
    finally:
        server.close()


def _people() -> list[Person]:
    """Whoever has letters that wait and is still here. Letters of the others stay as they are."""
    waiting = Letter.objects.filter(state=State.WAITING, next_try_at__lte=timezone.now()).values("notice__person")
    rows = Person.everything.filter(pk__in=waiting, left_at=None, trashed_at=None).exclude(email="")
    return list(rows.order_by("pk"))


def _send_all(person: Person, server: BaseEmailBackend) -> int:
    with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(zone_of(person)):
        return sum(_send(person, posting, server) for posting in claimed(person))


def _send(person: Person, posting: Posting, server: BaseEmailBackend) -> bool:
    mail = mail_of(person, posting, server)
    if mail is None:
        settle(posting.ids, State.NEEDLESS)
        return False
    try:
        mail.send()
    except (
        OSError,
        ValueError,
    ) as refused:  # smtplib's errors are of the first kind, addresses that are none of the second
        _put_off(posting, refused)
        server.close()  # a conversation that broke off is begun anew
        return False
    settle(posting.ids, State.SENT)
    return True


def _put_off(posting: Posting, why: Exception) -> None:
    tries = 1 + max(Letter.objects.filter(pk__in=posting.ids).values_list("tries", flat=True), default=0)
    problem = f"{type(why).__name__}: {why}"[:300]
    if tries >= MOST_TRIES:
        settle(posting.ids, State.FAILED, problem)
    else:
        again = timezone.now() + DELAYS[tries - 1]
        Letter.objects.filter(pk__in=posting.ids).update(tries=F("tries") + 1, next_try_at=again, problem=problem)
