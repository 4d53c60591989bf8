"""A mail in the words of its reader: what they may see at this moment, in their language and their time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concerto.kernel.access.actor import JOB, actor_for
from concerto.kernel.access.person.model import Person
from concerto.kernel.channels.mail.choosing import Posting
from concerto.kernel.notices.reading import Line, in_words
from concerto.kernel.pages.notices.views import address_of
from concerto.kernel.ui.addresses import NOTICES

MOST_LINES = 50
LONGEST_SUBJECT = 150


@dataclass(frozen=True)
class Told:
    """One line of a mail."""

    words: str
    kind: str
    at: datetime
    address: str


def mail_of(person: Person, posting: Posting, server: BaseEmailBackend) -> EmailMultiAlternatives | None:
    """The mail; None where the reader may see nothing of it any more. Call it in the reader's language and zone."""
    actor = actor_for(person.pk, JOB)
    lines = [line for line in in_words(actor, posting.notices) if not line.is_out_of_sight] if actor else []
    if not lines:
        return None
    subject = _subject(lines, is_digest=posting.is_digest)
    shown = {
        "person": person,
        "subject": subject,
        "lines": [_told(line) for line in reversed(lines[-MOST_LINES:])],
        "more": max(0, len(lines) - MOST_LINES),
        "inbox": settings.PUBLIC_URL + NOTICES,
        "choosing": f"{settings.PUBLIC_URL}{NOTICES}/settings",
        "language": person.language or settings.LANGUAGE_CODE,
    }
    mail = EmailMultiAlternatives(
        subject, _plainly(shown), to=[person.email], connection=server, headers=_headers(person, posting)
    )
    mail.attach_alternative(render_to_string("channels/mail.html", shown), "text/html")
    return mail


def _headers(person: Person, posting: Posting) -> dict[str, str]:
    """The id is the same for every try, so that a mail server that got it twice can tell."""
    what = "digest" if posting.is_digest else "notice"
    host = urlsplit(settings.PUBLIC_URL).hostname or "concerto"
    return {
        "Message-ID": f"<{what}.{person.pk}.{min(posting.ids)}@{host}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{settings.PUBLIC_URL}{NOTICES}/settings>",
    }


def _subject(lines: Sequence[Line], *, is_digest: bool) -> str:
    if not is_digest:
        return _one_line(lines[0].words)[:LONGEST_SUBJECT]
    said = ngettext("%(count)s thing waits in your inbox", "%(count)s things wait in your inbox", len(lines))
    return said % {"count": len(lines)}


def _told(line: Line) -> Told:
    at = timezone.localtime(line.notice.at)
    return Told(_one_line(line.words), str(line.kind.group.label), at, settings.PUBLIC_URL + address_of(line))


def _one_line(words: str) -> str:
    """A name with a line break in it would be a header of its own."""
    return " ".join(str(words).split())


def _plainly(shown: dict[str, object]) -> str:
    lines: Sequence[Told] = shown["lines"]  # type: ignore[assignment]  # put there above
    parts = [f"· {line.words}\n  {line.at:%Y-%m-%d %H:%M} · {line.kind}\n  {line.address}" for line in lines]
    if shown["more"]:
        parts.append(_("%(count)s more stand in your inbox.") % {"count": shown["more"]})
    parts.append(
        f"{_('Your inbox')}: {shown['inbox']}\n{_('Choose what is mailed to you, or nothing')}: {shown['choosing']}"
    )
    return "\n\n".join(parts) + "\n"
