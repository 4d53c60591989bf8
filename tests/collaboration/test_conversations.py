"""Conversations: channels, and what two people say to each other; what is said are comments."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from concerto.collaboration.conversations.conversation.model import Conversation
from concerto.collaboration.conversations.direct import write_to
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Invalid, NotThere, Refused
from concerto.kernel.actions.standard import create, delete, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.reading import catch_up, readers
from concerto.kernel.notices.model import Notice
from concerto.kernel.search.everywhere import search
from tests.cast import acting, client_of, person_called

CONVERSATION = named("conversation")


def told() -> None:
    for reader in readers():
        catch_up(reader)


def notices(username: str) -> list[tuple[str, int]]:
    found = Notice.objects.filter(person=person_called(username), entity="conversation").order_by("id")
    return list(found.values_list("kind", "count"))


def sees(username: str, conversation: Conversation) -> bool:
    return visible_to(acting(username), Conversation).filter(pk=conversation.pk).exists()


@pytest.mark.django_db
def test_what_two_people_say_is_seen_by_them_alone() -> None:
    said = write_to(acting("sales"), person_called("rival").pk, "The budget is secretly halved")
    again = write_to(acting("rival"), person_called("sales").pk, "By whom?")
    assert again.pk == said.pk
    assert [who for who in ("sales", "rival", "service", "mate", "executive") if sees(who, said)] == ["sales", "rival"]
    assert search(acting("rival"), "secretly")
    assert not search(acting("service"), "secretly")
    assert client_of("service").get(f"/conversations/{said.pk}").status_code == 404


@pytest.mark.django_db
def test_a_direct_conversation_stays_between_two() -> None:
    said = write_to(acting("sales"), person_called("rival").pk, "Are you there?")
    with pytest.raises(Invalid):
        edit(acting("sales"), CONVERSATION, said.pk, {"open_to": "everyone"})
    with pytest.raises(Invalid):
        edit(acting("sales"), CONVERSATION, said.pk, {"owner": person_called("service").pk})


@pytest.mark.django_db
def test_who_cannot_be_written_to() -> None:
    with pytest.raises(Refused):
        write_to(acting("sales"), person_called("sales").pk, "Note to myself")
    with pytest.raises(NotThere):
        write_to(acting("sales"), 999_999, "Hello?")
    with pytest.raises(Invalid):
        write_to(acting("sales"), person_called("rival").pk, "   ")
    assert not Conversation.everything.exclude(pair="").exists()


@pytest.mark.django_db
def test_one_in_the_trash_is_told_of() -> None:
    said = write_to(acting("sales"), person_called("rival").pk, "Forget it")
    delete(acting("sales"), CONVERSATION, said.pk)
    with pytest.raises(Refused, match="trash"):
        write_to(acting("rival"), person_called("sales").pk, "What?")


@pytest.mark.usefixtures("committed")
def test_the_other_one_is_told_once_and_counted() -> None:
    said = write_to(acting("sales"), person_called("rival").pk, "One")
    told()
    write_to(acting("sales"), person_called("rival").pk, "Two")
    told()
    told()
    assert notices("rival") == [("said", 2)]
    assert notices("sales") == []
    assert Conversation.everything.get(pk=said.pk).last_said is not None


@pytest.mark.usefixtures("committed")
def test_who_wrote_in_a_channel_hears_the_answers() -> None:
    channel = create(acting("sales"), CONVERSATION, {"name": "Launch", "open_to": "everyone"})
    code = CONVERSATION.code(channel.pk)
    create(acting("service"), named("comment"), {"subject": code, "body": "When is it?"})
    told()
    create(acting("sales"), named("comment"), {"subject": code, "body": "In May"})
    told()
    assert notices("service") == [("said", 1)]
    assert notices("sales") == [("said", 1)]
    assert notices("executive") == []


@pytest.mark.usefixtures("committed")
def test_two_who_write_for_the_first_time_at_once_write_in_one() -> None:
    sales, rival = person_called("sales").pk, person_called("rival").pk

    def write(username: str, other: int) -> int:
        try:
            return write_to(acting(username), other, f"From {username}").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        found = {each.result() for each in (two.submit(write, "sales", rival), two.submit(write, "rival", sales))}
    assert len(found) == 1


@pytest.mark.django_db
def test_the_page_of_a_colleague_leads_there() -> None:
    other = person_called("rival").pk
    client = client_of("sales")
    assert f"/people/{other}/message" in client.get(f"/people/{other}").content.decode()
    assert client.get(f"/people/{other}/message").status_code == 200
    sent = client.post(f"/people/{other}/message", {"words": "Hello"})
    found = Conversation.everything.get(pair__contains=str(other))
    assert sent.headers["Location"] == f"/conversations/{found.pk}"
    assert client.get(f"/people/{other}/message").headers["Location"] == f"/conversations/{found.pk}"
    assert client.post(f"/people/{other}/message", {"words": ""}).status_code == 422
    assert client.get(f"/people/{person_called('sales').pk}/message").status_code == 403
