"""Which letters of a person go now, and together with which: asked of the notices and of the person at this moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from concerto.kernel.access.person.model import Person
from concerto.kernel.channels.mail.model import Letter, State
from concerto.kernel.notices.model import Mail, Notice
from concerto.kernel.notices.resting import peace_of
from concerto.kernel.notices.settings import mails, told_kinds
from concerto.kernel.webhooks.trying import CLAIMED


@dataclass(frozen=True)
class Posting:
    """One mail: the notices it tells of. A digest is one for all."""

    notices: Sequence[Notice]
    is_digest: bool

    @property
    def ids(self) -> list[int]:
        return [notice.pk for notice in self.notices]


def claimed(person: Person) -> list[Posting]:
    """The mails that go to a person now, set down for another try in case that this one never ends. Whoever is in their
    quiet hours gets none: what waits, waits."""
    now, peace = timezone.now(), peace_of(person)
    with transaction.atomic():
        letters = list(_waiting(person.pk, now))
        settle([letter.pk for letter in letters if not _is_news(letter.notice, now)], State.NEEDLESS)
        news = [letter for letter in letters if _is_news(letter.notice, now)]
        found = list(_postings(person.pk, news, peace.digest_before(now))) if peace.free(now) <= now else []
        for posting in found:
            Letter.objects.filter(pk__in=posting.ids).update(next_try_at=now + CLAIMED)
    return found


def _waiting(person: int, now: datetime) -> Sequence[Letter]:
    rows = Letter.objects.filter(notice__person=person, state=State.WAITING, next_try_at__lte=now)
    return list(
        rows.select_related("notice").select_for_update(of=("self",), skip_locked=True).order_by("notice__at", "pk")
    )


def _is_news(notice: Notice, now: datetime) -> bool:
    """What was read, is done or was put off is known already."""
    return notice.read_at is None and notice.done_at is None and notice.stands_at <= now


def _postings(person: int, letters: Sequence[Letter], slot: datetime | None) -> Iterator[Posting]:
    """By itself, in the digest whose hour has come since, or not at all any more: as the person wants it now."""
    ways, told = mails(person), told_kinds(person)
    for letter in letters:
        if letter.notice.kind not in told or ways[letter.notice.kind] == Mail.OFF:
            settle([letter.pk], State.NEEDLESS)
        elif ways[letter.notice.kind] == Mail.AT_ONCE:
            yield Posting([letter.notice], is_digest=False)
    digest = [
        letter.notice
        for letter in letters
        if letter.notice.kind in told and ways[letter.notice.kind] == Mail.DIGEST and slot and letter.made_at < slot
    ]
    if digest:
        yield Posting(digest, is_digest=True)


def settle(ids: Sequence[int], state: State, problem: str = "") -> None:
    if ids:
        Letter.objects.filter(pk__in=ids).update(state=state, settled_at=timezone.now(), problem=problem[:300])
