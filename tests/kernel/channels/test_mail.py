"""Notices by mail, through a real server: each once, in the words and with the rights of its reader, when they want it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from concerto.kernel.actions import standard
from concerto.kernel.channels.mail import choosing, sending
from concerto.kernel.channels.mail.model import Letter, State
from concerto.kernel.channels.mail.sending import send_what_is_due
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.notices.keeping import finish, read, snooze
from concerto.kernel.notices.model import Notice, Quiet, Setting
from concerto.kernel.notices.quiet import Peace
from concerto.kernel.notices.sending import notify
from concerto.site.mail import mail_settings
from tests import cast
from tests.kernel.signing_in.test_mail import Box, free_port

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # the server's own, when it is stopped
]


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    """A real mail server on this machine, and what it was given."""
    found = Box()
    server = Controller(found, hostname="localhost", port=free_port())
    server.start()
    port = server.server.sockets[0].getsockname()[1]
    for name, value in mail_settings(f"smtp://localhost:{port}", "Concerto <c@concerto.example>").items():
        setattr(settings, name, value)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.PUBLIC_URL = "https://crm.example"
    try:
        yield found
    finally:
        server.stop()


@pytest.fixture(autouse=True)
def people_with_addresses(db: None) -> None:
    for username in ("sales", "mate"):
        person = cast.person_called(username)
        type(person).everything.filter(pk=person.pk).update(email=f"{username}@concerto.example", language="en")


def mails(box: Box) -> list[EmailMessage]:
    return [message_from_bytes(mail.content or b"", policy=policy.default) for mail in box.mail]  # type: ignore[misc]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def wants(mail: str, *, username: str = "sales", kind: str = "assigned") -> None:
    Setting.objects.update_or_create(
        person=cast.person_called(username), kind=kind, defaults={"wanted": True, "mail": mail}
    )


def tell(journal: int, *, username: str = "sales", about: Record | None = None, kind: str = "assigned") -> Notice:
    notify([cast.person_called(username).pk], kind, about=about or cast.customer_of("own"), journal_id=journal)
    return Notice.objects.get(journal=journal, person__username=username)


def at_digest() -> None:
    """As if the hour of the digest came right after what was told so far."""
    Letter.objects.update(made_at=timezone.now() - timedelta(days=2))


def test_a_mail_at_once_is_sent_once_and_says_what_the_notice_says(box: Box) -> None:
    wants("at-once")
    notice = tell(1)
    assert (send_what_is_due(), send_what_is_due()) == (1, 0)
    [mail] = mails(box)
    assert (mail["To"], mail["Subject"].strip()) == ("sales@concerto.example", "Concerto gave you 苏州晨星科技有限公司")
    assert f"https://crm.example/customers/{notice.record}" in text_of(mail)
    assert "https://crm.example/notices/settings" in text_of(mail)
    assert "苏州晨星科技有限公司" in text_of(mail, "html")
    assert mail["Message-ID"] == f"<notice.{notice.person_id}.{notice.pk}@crm.example>"


def test_a_digest_is_one_mail_with_all_that_is_unread_since_the_last(box: Box) -> None:
    sales = cast.acting("sales")
    wants("digest")
    seen, done, put_off, first, second = (tell(number) for number in range(1, 6))
    read(sales, [seen.pk])
    finish(sales, [done.pk])
    snooze(sales, [put_off.pk], timezone.now() + timedelta(days=1))
    assert send_what_is_due() == 0  # its hour has not come since
    at_digest()
    assert (send_what_is_due(), send_what_is_due()) == (1, 0)
    [mail] = mails(box)
    assert mail["Subject"] == "2 things wait in your inbox"
    assert text_of(mail).count("· Tasks") == 2
    assert set(Letter.objects.filter(state=State.SENT).values_list("pk", flat=True)) == {first.pk, second.pk}
    tell(6)
    at_digest()
    assert send_what_is_due() == 1
    assert mails(box)[1]["Subject"] == "1 thing waits in your inbox"


def test_a_digest_speaks_the_language_of_its_reader(box: Box) -> None:
    person = cast.person_called("sales")
    type(person).everything.filter(pk=person.pk).update(language="zh-hans")
    tell(1)
    at_digest()
    send_what_is_due()
    [mail] = mails(box)
    assert mail["Subject"] == "收件箱里有 1 件事等你处理"
    assert "交给了你" in text_of(mail) and "交给了你" in text_of(mail, "html")


def test_what_may_no_longer_be_seen_is_in_no_mail(box: Box) -> None:
    """Canary: the name of a record that was taken from the reader's sight stands nowhere, be it at once or in a digest."""
    canary, team = "Canary-7731-Works", cast.customer_of("team")
    standard.edit(cast.acting("admin"), named("customer"), team.pk, {"name": canary})
    wants("at-once")
    wants("digest", kind="mentioned")
    tell(1, about=team)
    tell(2, about=team, kind="mentioned")
    tell(3, kind="mentioned")
    standard.edit(cast.acting("admin"), named("customer"), team.pk, {"owner": "rival"})
    at_digest()
    assert send_what_is_due() == 1
    assert not any(canary.encode() in (mail.content or b"") for mail in box.mail)  # type: ignore[operator]
    assert all(canary not in text_of(mail) + text_of(mail, "html") + mail["Subject"] for mail in mails(box))
    assert mails(box)[0]["Subject"] == "1 thing waits in your inbox"


def test_a_change_of_mind_counts_also_for_what_waits(box: Box) -> None:
    wants("digest")
    tell(1)
    wants("at-once")
    assert send_what_is_due() == 1
    tell(2)
    wants("off")
    at_digest()
    assert send_what_is_due() == 0
    assert Letter.objects.get(notice__journal=2).state == State.NEEDLESS
    tell(3)
    assert not Letter.objects.filter(notice__journal=3).exists()


def test_mail_waits_for_the_end_of_quiet_hours_and_is_sent_once_after_them_or_after_downtime(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants("at-once")
    wants("digest", kind="mentioned")
    Quiet.objects.create(person=cast.person_called("sales"), digest_at=[9])
    tell(1)
    tell(2, kind="mentioned")
    at_digest()
    monkeypatch.setattr(Peace, "free", lambda _self, moment: moment + timedelta(hours=3))
    assert (send_what_is_due(), box.mail) == (0, [])
    monkeypatch.undo()
    assert (send_what_is_due(), send_what_is_due()) == (2, 0)


def test_one_that_the_server_refuses_is_tried_again_and_keeps_no_other_waiting(box: Box) -> None:
    box.refused = ("sales@concerto.example",)
    for username in ("sales", "mate"):
        wants("at-once", username=username)
        tell(1, username=username)
    assert send_what_is_due() == 1
    letter = Letter.objects.get(notice__person__username="sales")
    assert (letter.state, letter.tries, "nobody here" in letter.problem) == (State.WAITING, 1, True)
    box.refused = ()
    Letter.objects.update(next_try_at=timezone.now())
    assert (send_what_is_due(), send_what_is_due()) == (1, 0)
    assert sorted(mail.rcpt_tos[0] for mail in box.mail) == ["mate@concerto.example", "sales@concerto.example"]


def test_a_server_that_is_away_loses_nothing(box: Box, settings: Any) -> None:
    wants("at-once")
    tell(1)
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    assert send_what_is_due() == 0
    settings.EMAIL_PORT = there
    assert (send_what_is_due(), len(box.mail)) == (1, 1)


def test_a_worker_that_dies_before_it_sent_means_one_mail_and_not_none(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs: the first dies between claiming and sending, the second comes when the claim is over; others meanwhile
    leave it alone."""

    class Killed(BaseException):
        """Nothing catches it."""

    def die(*_given: object) -> None:
        raise Killed

    wants("at-once")
    tell(1)
    monkeypatch.setattr(sending, "mail_of", die)
    with pytest.raises(Killed):
        send_what_is_due()
    monkeypatch.undo()
    assert (send_what_is_due(), box.mail) == (0, [])
    Letter.objects.update(next_try_at=timezone.now() - choosing.CLAIMED)
    assert (send_what_is_due(), send_what_is_due(), len(box.mail)) == (1, 0, 1)


def test_without_a_mail_server_nothing_is_kept_for_later(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    wants("at-once")
    tell(1)
    assert not Letter.objects.exists()
