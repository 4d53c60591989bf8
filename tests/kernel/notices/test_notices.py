"""Whom a change is told, once, and that what is told respects the rights of whoever reads it, when it is read."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions import standard
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.imports.beginning import agree
from concerto.kernel.imports.running import run
from concerto.kernel.journal.model import FIRST_SNAPSHOT, Bookmark, Entry
from concerto.kernel.journal.reading import catch_up, readers
from concerto.kernel.notices.following import BY_ITSELF, follow, followers, follows
from concerto.kernel.notices.keeping import read
from concerto.kernel.notices.model import Follow, Notice
from concerto.kernel.notices.reading import notices, one, unread
from concerto.kernel.notices.running import running
from concerto.kernel.notices.sending import notify
from concerto.kernel.notices.settings import want
from tests import cast

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def nothing_told(committed: object) -> None:
    """What the making of the cast led to is not of interest."""
    caught_up()
    Notice.objects.all().delete()
    Follow.objects.all().delete()


def caught_up() -> None:
    next_ = next(reader for reader in readers() if reader.name == "notices")
    catch_up(next_)


def edit(username: str, record: Record, **values: object) -> None:
    standard.edit(cast.acting(username), named("customer"), record.pk, values)


def told(username: str, language: str = "en") -> list[tuple[str, str]]:
    """(kind, words) of what somebody was told, the newest first."""
    caught_up()
    with translation.override(language):
        return [(line.kind.id, line.words) for line in notices(cast.acting(username)).lines]


def test_a_try_to_sign_in_is_given_to_nobody() -> None:
    Client().post("/sign-in", {"username": "sales", "password": "wrong"})
    assert Entry.objects.filter(entity="sign-in").exists()
    assert told("sales") == []


def test_the_new_owner_is_told_by_whom_and_follows_it() -> None:
    customer = cast.customer_of("own")
    edit("admin", customer, owner=cast.person_called("mate").pk)
    admin = cast.acting("admin").name
    assert told("mate") == [("assigned", f"{admin} gave you 苏州晨星科技有限公司")]
    assert told("mate", "zh-hans") == [("assigned", f"{admin}把苏州晨星科技有限公司交给了你")]
    assert follows(cast.acting("mate"), customer)
    assert told("sales") == told("admin") == []


def test_what_one_takes_oneself_is_no_news() -> None:
    edit("sales-manager", cast.customer_of("own"), owner=cast.person_called("sales-manager").pk)
    assert told("sales-manager") == []


def test_followers_hear_of_others_and_unread_changes_are_counted_in_one() -> None:
    customer = cast.customer_of("own")
    follow(cast.acting("sales"), customer, on=True)
    follow(cast.acting("sales-manager"), customer, on=True)
    edit("sales", customer, city="Wuxi")
    assert told("sales") == []
    assert told("sales-manager") == [("followed", "李青 changed 苏州晨星科技有限公司")]
    edit("sales", customer, city="Harbin")
    cast.made(cast.acting("sales"), "note", {"customer": customer.pk, "body": "Called"})
    assert told("sales-manager") == [("followed", "苏州晨星科技有限公司 changed 3 times, last by 李青")]
    manager = cast.acting("sales-manager")
    assert unread([manager.person or 0]) == {manager.person: 1}
    read(manager)
    assert unread([manager.person or 0]) == {}
    edit("sales", customer, city="Wuxi")
    assert [words for _kind, words in told("sales-manager")] == [
        "李青 changed 苏州晨星科技有限公司",
        "苏州晨星科技有限公司 changed 3 times, last by 李青",
    ]


def test_reading_the_journal_again_tells_nothing_again() -> None:
    customer = cast.customer_of("own")
    follow(cast.acting("sales-manager"), customer, on=True)
    edit("sales", customer, owner=cast.person_called("mate").pk)
    read_again()
    before = everything_told()
    assert ("mate", "assigned", customer.pk, 1) in before
    assert ("sales-manager", "followed", customer.pk, 1) in before
    read_again()
    read(cast.acting("sales-manager"))
    read_again()
    assert everything_told() == before


def read_again() -> None:
    Bookmark.objects.filter(reader="notices").update(old=FIRST_SNAPSHOT, new="", after_id=0)
    caught_up()


def everything_told() -> list[tuple[str, str, int, int]]:
    return sorted(Notice.objects.values_list("person__username", "kind", "record", "count"))


def test_a_record_out_of_sight_is_told_without_its_name_and_no_longer_followed_up() -> None:
    customer = cast.customer_of("own")
    follow(cast.acting("sales-manager"), customer, on=True)
    edit("sales", customer, city="Wuxi")
    assert told("sales-manager") == [("followed", "李青 changed 苏州晨星科技有限公司")]
    manager = cast.person_called("sales-manager")
    standard.edit(cast.acting("admin"), named("person"), manager.pk, {"roles": []})
    edit("sales", customer, city="Harbin")
    ((kind, words),) = told("sales-manager")
    assert kind == "followed"
    assert words.endswith(" changed something that you can no longer see")
    assert one(cast.acting("sales-manager"), Notice.objects.get(person=manager).pk).is_out_of_sight


def test_a_change_of_which_one_may_see_no_field_is_no_news() -> None:
    customer = cast.customer_of("own")
    for username in cast.PEOPLE:
        if username != "leaver":
            Follow.objects.create(person=cast.person_called(username), entity="customer", record=customer.pk)
    edit("admin", customer, revenue="77")
    caught_up()
    from concerto.kernel.access.rights import seen

    may_know = {
        username
        for username in cast.PEOPLE
        if username != "leaver"
        and "revenue" in seen(cast.acting(username), named("customer"))
        and visible(username, customer)
    }
    heard = {username for username in cast.PEOPLE if username != "leaver" and told(username)}
    assert heard == may_know
    assert heard != {username for username in cast.PEOPLE if username != "leaver"}


def visible(username: str, customer: Record) -> bool:
    from concerto.kernel.access.visibility import visible_to

    return visible_to(cast.acting(username), type(customer)).filter(pk=customer.pk).exists()


def test_one_follows_what_one_makes_and_writes_on_until_one_does_not_want_to() -> None:
    sales, team = cast.acting("sales"), cast.customer_of("team")
    made = cast.made(sales, "customer", {"name": "Followed Ltd"})
    cast.made(sales, "note", {"customer": team.pk, "body": "Hello"})
    caught_up()
    assert (follows(sales, made), follows(sales, team)) == (True, True)
    follow(sales, team, on=False)
    cast.made(sales, "note", {"customer": team.pk, "body": "Hello again"})
    caught_up()
    assert not follows(sales, team)
    want(sales, ["assigned"])
    another = cast.made(sales, "customer", {"name": "Left Alone Ltd"})
    caught_up()
    assert not follows(sales, another)
    want(sales, [BY_ITSELF])
    edit("admin", cast.customer_of("team"), owner=sales.person)
    assert told("sales") == []


def test_signing_in_and_what_the_house_sets_up_are_no_news() -> None:
    person = cast.person_called("sales")
    follow(cast.acting("admin"), person, on=True)
    cast.Client().post("/sign-in", {"username": "admin", "password": cast.PASSWORD})
    standard.edit(SYSTEM, named("customer"), cast.customer_of("other").pk, {"owner": person.pk})
    assert told("admin") == told("sales") == []


def test_followers_are_shown_to_whoever_may_see_them() -> None:
    customer = cast.customer_of("own")
    follow(cast.acting("sales-manager"), customer, on=True)
    assert [person.username for person in followers(cast.acting("sales"), customer)] == ["sales-manager"]
    assert followers(cast.acting("newcomer"), customer) in ([], [cast.person_called("sales-manager")])
    with pytest.raises(NotThere):
        follow(cast.acting("newcomer"), customer, on=True)


def batch(username: str, text: bytes) -> Import:
    from io import BytesIO

    from concerto.kernel.imports.beginning import take

    actor = cast.acting(username, "import")
    found = take(actor, named("customer"), "more.csv", BytesIO(text))
    return agree(actor, found, found.mapping)


def test_an_import_is_under_way_then_told_and_its_many_new_owners_get_one_notice() -> None:
    data = cast.acting("data", "import")
    lines = "\n".join(f"Imported {number},mate" for number in range(5))
    brought = batch("data", f"Name,Owner\n{lines}\n".encode())
    assert running(data) == []
    with transaction.atomic():
        change(data.doing("start"), Import.everything.get(pk=brought.pk), started_at=timezone.now())
    assert [run.address for run in running(data)] == [f"/imports/{brought.pk}/report"]
    run(data, brought)
    assert running(data) == []
    assert told("data") == [("import-finished", "more.csv was brought in")]
    assert told("mate") == [("assigned-many", "Vera Lind gave you 5 × Customers")]


def test_the_same_is_told_once_and_never_to_whoever_left() -> None:
    people: Iterable[int | None] = [cast.person_called(name).pk for name in ("sales", "mate", "leaver")]
    for _again in range(2):
        notify([*people, None], "assigned", about=cast.customer_of("own"), journal_id=7)
    assert sorted(Notice.objects.values_list("person__username", flat=True)) == ["mate", "sales"]
