"""An inbox: what stands where, what is put off comes back by the time alone, and nobody touches what is not theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count as count_up
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from concerto.kernel.clock.working_time import WorkingTime, read_hours
from concerto.kernel.notices.jobs import tell_of_what_came_back
from concerto.kernel.notices.keeping import finish, put_back, read, snooze, unread_again
from concerto.kernel.notices.kinds import Group
from concerto.kernel.notices.model import Notice, Setting
from concerto.kernel.notices.quiet import Peace
from concerto.kernel.notices.reading import Shelf, notices, unread, unread_by_group
from concerto.kernel.notices.sending import Notification, send
from concerto.kernel.notices.settings import mails
from concerto.kernel.notices.snoozing import choices
from tests import cast

MARKED = pytest.mark.django_db
_calls = count_up()
SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


def told(count: int, *, kind: str = "assigned", username: str = "sales") -> list[int]:
    """Ids of so many notices about a customer, the newest first."""
    person, customer = cast.person_called(username).pk, cast.customer_of("own").pk
    first = 1_000_000 + next(_calls) * 1000
    send(kind, [Notification(person, "customer", customer, first + number, None) for number in range(count)])
    made = list(Notice.objects.filter(journal__gte=first).order_by("pk").values_list("pk", flat=True))
    for place, id in enumerate(made):
        at = timezone.now() - timedelta(minutes=count - place)
        Notice.objects.filter(pk=id, stands_at__lte=timezone.now()).update(at=at, stands_at=at)
    return made[::-1]


def on(shelf: Shelf, *, group: str = "", username: str = "sales") -> list[int]:
    return [line.notice.pk for line in notices(cast.acting(username), shelf=shelf, group=group).lines]


def pass_time(ids: list[int]) -> None:
    """As if the moment had come: the database's clock says what stands in the inbox."""
    Notice.objects.filter(pk__in=ids).update(stands_at=timezone.now() - timedelta(seconds=1))


@MARKED
def test_what_is_put_off_is_away_and_stands_there_as_new_once_its_moment_has_come() -> None:
    sales, (new, old) = cast.acting("sales"), told(2)
    read(sales)
    snooze(sales, [old], timezone.now() + timedelta(hours=3))
    assert (on(Shelf.OPEN), on(Shelf.SNOOZED), on(Shelf.UNREAD)) == ([new], [old], [])
    assert unread([sales.person or 0]) == {}
    pass_time([old])
    assert (on(Shelf.OPEN), on(Shelf.SNOOZED), on(Shelf.UNREAD)) == ([old, new], [], [old])
    assert unread([sales.person or 0]) == {sales.person: 1}
    read(sales, [old])
    assert (on(Shelf.OPEN), on(Shelf.UNREAD)) == ([old, new], [])  # it comes back once


@MARKED
def test_open_pages_are_told_of_what_came_back_and_of_nothing_else() -> None:
    def touched() -> dict[int, int]:
        with connection.cursor() as cursor:
            cursor.execute("select id, count(*) from kernel_notice where xid = pg_current_xact_id() group by 1")
            return dict(cursor.fetchall())

    sales, (here, away, later) = cast.acting("sales"), told(3)
    snooze(sales, [away, later], timezone.now() + timedelta(hours=3))
    pass_time([away])
    with connection.cursor() as cursor:
        cursor.execute("update kernel_notice set xid = '3'")
    tell_of_what_came_back(0)
    assert set(touched()) == {away}
    assert here not in touched()


@MARKED
def test_done_leaves_the_inbox_and_can_be_taken_back_where_it_stood() -> None:
    sales, (new, middle, old) = cast.acting("sales"), told(3)
    finish(sales, [middle])
    assert (on(Shelf.OPEN), on(Shelf.DONE)) == ([new, old], [middle])
    assert unread([sales.person or 0]) == {sales.person: 2}
    put_back(sales, [middle])
    assert (on(Shelf.OPEN), on(Shelf.DONE)) == ([new, middle, old], [])
    snooze(sales, [middle], timezone.now() + timedelta(days=1))
    put_back(sales, [middle])
    assert on(Shelf.OPEN) == [new, middle, old]


@MARKED
def test_what_gathers_is_told_anew_after_it_was_done_and_gathers_on_while_it_is_put_off() -> None:
    sales, [first] = cast.acting("sales"), told(1, kind="followed")
    snooze(sales, [first], timezone.now() + timedelta(days=1))
    told(2, kind="followed")
    assert (on(Shelf.OPEN), Notice.objects.get(pk=first).count) == ([], 3)
    finish(sales, [first])
    [second] = [id for id in told(1, kind="followed") if id != first]
    assert on(Shelf.OPEN) == [second]
    put_back(sales, [first])
    unread_again(sales, [first])  # not beside one that is unread: there is one of them for a record
    assert set(on(Shelf.UNREAD)) == {second}


@MARKED
def test_others_do_nothing_with_what_is_not_theirs() -> None:
    rival, [mine] = cast.acting("rival"), told(1)
    before = Notice.objects.filter(pk=mine).values().get()
    for do in (read, unread_again, finish, put_back):
        do(rival, [mine])
    snooze(rival, [mine], timezone.now() + timedelta(days=1))
    assert Notice.objects.filter(pk=mine).values().get() == before
    client = cast.client_of("rival")
    for do in ("read", "unread", "done", "back"):
        assert client.post("/notices/act", {"ids": str(mine), "do": do}).status_code == 302
    assert Notice.objects.filter(pk=mine).values().get() == before


@MARKED
def test_tabs_keep_kinds_apart_and_say_how_many_are_unread() -> None:
    sales = cast.acting("sales")
    [given], [said] = told(1), told(1, kind="mentioned")
    assert (on(Shelf.OPEN, group="task"), on(Shelf.OPEN, group="mention")) == ([given], [said])
    assert unread_by_group(sales) == {Group.TASK: 1, Group.MENTION: 1}
    read(sales, group="mention")
    assert unread_by_group(sales) == {Group.TASK: 1}


@MARKED
@pytest.mark.parametrize("shelf", list(Shelf))
def test_pages_of_every_shelf_hold_each_notice_once(shelf: Shelf) -> None:
    sales, ids = cast.acting("sales"), told(7)
    if shelf == Shelf.DONE:
        finish(sales, ids)
    if shelf == Shelf.SNOOZED:
        snooze(sales, ids, timezone.now() + timedelta(days=1))
    found, before = [], ""
    while True:
        stretch = notices(sales, shelf=shelf, before=before, limit=3)
        found += [line.notice.pk for line in stretch.lines]
        if not (before := stretch.next):
            break
    assert len(found) == 7
    assert set(found) == set(ids)


@MARKED
def test_a_page_of_the_inbox_enters_its_index_where_it_goes_on() -> None:
    """10,000 deep costs what the first page costs: no row that was passed is looked at again."""
    told(5)
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local enable_bitmapscan = off")
        cursor.execute(
            "explain select * from kernel_notice where person_id = 1 and done_at is null and stands_at <= now()"
            " and stands_at <= now() and (stands_at < now() or id < 5) order by stands_at desc, id desc limit 31"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "notice_standing" in plan
    assert "Sort" not in plan


# -- pages ------------------------------------------------------------------------------------------------------------
@MARKED
def test_the_page_does_things_with_and_without_a_script() -> None:
    client, (new, old) = cast.client_of("sales"), told(2)
    page = client.get("/notices").content.decode()
    assert f'data-ids="{new},{old}"' in page  # of one record, so together
    plain = client.post("/notices/act", {"ids": f"{new},{old}", "do": "done", "back": "https://evil.example/"})
    assert (plain.status_code, plain.headers["Location"]) == (302, "/")
    assert on(Shelf.DONE) == [new, old]
    scripted = client.post(f"/notices/act?do=back&ids={new},{old}", headers={"HX-Request": "true"})
    assert (scripted.status_code, "inbox-changed" in scripted.headers["HX-Trigger"]) == (204, True)
    assert on(Shelf.OPEN) == [new, old]
    wrong = client.post("/notices/act", {"ids": str(new), "until": "2001-01-01T00:00"}, headers={"HX-Request": "true"})
    assert "still to come" in wrong.headers["HX-Trigger"]
    client.post("/notices/act", {"ids": f"{new},x,{9**30}", "at": "2299-01-01T09:00"})
    assert on(Shelf.SNOOZED) == [new]
    assert client.get("/notices?shelf=nothing").status_code == 404
    assert client.get("/notices?shelf=snoozed").content.decode().count("data-row") == 1


@MARKED
def test_what_is_chosen_is_kept_and_an_answer_that_is_none_is_not() -> None:
    client, sales = cast.client_of("sales"), cast.acting("sales")
    assert {mails(sales.person)[kind] for kind in ("mentioned", "assigned", "handoff-offered")} == {"digest"}
    assert mails(sales.person)["followed"] == "off"
    given = {"wanted": ["mentioned"], "mail-mentioned": "at-once", "mail-assigned": "nonsense", "robot": [],
             "begins": "22:00", "ends": "07:30", "days_off": "on", "digest_at": ["9", "17", "99"]}  # fmt: skip
    assert client.post("/notices/settings", given).status_code == 302
    assert (mails(sales.person)["mentioned"], mails(sales.person)["assigned"]) == ("at-once", "digest")
    assert Setting.objects.get(person=sales.person, kind="mentioned").robot is False
    page = client.get("/notices/settings").content.decode()
    assert 'value="22:00"' in page and 'value="17" checked' in page


# -- moments ----------------------------------------------------------------------------------------------------------
def test_until_when_one_puts_off() -> None:
    noon = datetime(2026, 11, 27, 12, tzinfo=SHANGHAI)  # a Friday
    assert [(id, at) for id, _label, at in choices(noon)] == [
        ("evening", noon.replace(hour=18)),
        ("tomorrow", datetime(2026, 11, 28, 9, tzinfo=SHANGHAI)),
        ("week", datetime(2026, 11, 30, 9, tzinfo=SHANGHAI)),
    ]
    assert [id for id, _label, _at in choices(noon.replace(hour=17, minute=30))] == ["tomorrow", "week"]


NIGHT = {"begins": time(22), "ends": time(7)}


@pytest.mark.parametrize(
    ("now", "free"),
    [
        ("2026-11-27T21:59", "2026-11-27T21:59"),
        ("2026-11-27T22:00", "2026-11-28T07:00"),
        ("2026-11-28T03:00", "2026-11-28T07:00"),
        ("2026-11-28T07:00", "2026-11-28T07:00"),
    ],
)
def test_quiet_hours_go_over_midnight(now: str, free: str) -> None:
    peace = Peace(SHANGHAI, **NIGHT)
    assert peace.free(datetime.fromisoformat(f"{now}+08:00")) == datetime.fromisoformat(f"{free}+08:00")


def test_quiet_hours_end_on_the_clock_on_the_wall_when_clocks_change() -> None:
    """In the night to 1 November 2026 clocks in New York go back at 2:00; in that to 14 March 2027 they go forward."""
    peace = Peace(NEW_YORK, **NIGHT)
    assert peace.free(datetime(2026, 11, 1, 3, 30, tzinfo=UTC)) == datetime(2026, 11, 1, 12, tzinfo=UTC)  # 8½ hours
    assert peace.free(datetime(2027, 3, 14, 4, tzinfo=UTC)) == datetime(2027, 3, 14, 11, tzinfo=UTC)
    twice = Peace(NEW_YORK, begins=time(23), ends=time(1, 30))
    second = datetime(2026, 11, 1, 6, 15, tzinfo=UTC)  # 1:15 for the second time
    assert twice.free(second) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    gap = Peace(NEW_YORK, begins=time(1), ends=time(2, 30))  # there is no 2:30 in that night
    assert gap.free(datetime(2027, 3, 14, 6, 30, tzinfo=UTC)) == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


def test_days_off_are_quiet_by_the_calendar_moved_working_days_included() -> None:
    usual = read_hours("09:00-18:00")
    days = {date(2026, 11, 28): usual, date(2026, 11, 30): ()}  # a Saturday that is worked, a Monday that is not
    peace = Peace(SHANGHAI, **NIGHT, work=WorkingTime(SHANGHAI, (usual,) * 5 + ((), ()), days))
    friday, saturday, sunday = (datetime(2026, 11, day, 23, tzinfo=SHANGHAI) for day in (27, 28, 29))
    assert peace.free(friday) == datetime(2026, 11, 28, 7, tzinfo=SHANGHAI)
    assert peace.free(saturday) == peace.free(sunday) == datetime(2026, 12, 1, 7, tzinfo=SHANGHAI)


def test_a_digest_is_due_for_its_last_hour() -> None:
    peace = Peace(SHANGHAI, digest_at=(9, 17))
    assert peace.digest_before(datetime(2026, 11, 27, 8, tzinfo=SHANGHAI)) == datetime(
        2026, 11, 26, 17, tzinfo=SHANGHAI
    )
    assert peace.digest_before(datetime(2026, 11, 27, 9, tzinfo=SHANGHAI)) == datetime(2026, 11, 27, 9, tzinfo=SHANGHAI)
    assert Peace(SHANGHAI, digest_at=()).digest_before(datetime(2026, 11, 27, 9, tzinfo=SHANGHAI)) is None
