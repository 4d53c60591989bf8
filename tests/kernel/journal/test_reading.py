"""A reader gets each committed line once, and those of a record in their order, whatever commits late, rolls back or crashes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from threading import Barrier, Event

import pytest
from django.db import DatabaseError, connection, transaction

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.change import change, line
from concerto.kernel.database.address import Address
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal import reading
from concerto.kernel.journal.lines import Lines
from concerto.kernel.journal.model import Bookmark, Entry
from concerto.kernel.journal.reading import begin, catch_up, current_era, step
from concerto.kernel.journal.writing import write, write_many
from tests.cast import customer_of
from tests.kernel.journal.conftest import Ledger

EDITOR = SYSTEM.doing("edit")


class Undone(Exception):
    """Rolls a transaction back on purpose."""


def edited(customer: int, random: Random, *, pause: float = 0.0, undone: bool = False) -> None:
    """One transaction that changes a customer, perhaps within a savepoint, and commits late or not at all."""
    try:
        with transaction.atomic():
            record = locked(EDITOR, Customer, customer, Act.EDIT)
            for _savepoint in range(random.choice([1, 1, 2])):
                with transaction.atomic():
                    change(EDITOR, record, employees=random.randrange(10**6))
            time.sleep(pause)
            if undone:
                raise Undone
    except Undone:
        pass


@contextmanager
def own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


def committed_lines() -> list[tuple[int, int]]:
    return [(entry.id, entry.record) for entry in Entry.objects.order_by("id")]


# -- many writers ---------------------------------------------------------------------------------------------------
WRITERS, SECONDS = 6, 1.5


def write_for_a_while(seed: int, customers: list[int]) -> None:
    random, until = Random(seed), time.monotonic() + SECONDS
    with own_connection():
        while time.monotonic() < until:
            edited(random.choice(customers), random, pause=random.choice([0, 0, 0.004]), undone=random.random() < 0.15)


def hold_open(customer: int) -> None:
    with own_connection():
        edited(customer, Random(0), pause=SECONDS * 0.8)


def read_along(ledger: Ledger, ended: Event) -> None:
    with own_connection():
        while not ended.is_set():
            catch_up(ledger.reader("along"))


def test_nothing_is_missed_repeated_or_reordered_under_many_writers(ledger: Ledger) -> None:
    customers = [customer_of(whose).pk for whose in ("own", "team", "other", "group")]
    held, ended = customer_of("person").pk, Event()
    with ThreadPoolExecutor(WRITERS + 2) as threads:
        reading_along = threads.submit(read_along, ledger, ended)
        writing = [threads.submit(write_for_a_while, seed, customers) for seed in range(WRITERS)]
        for each in [*writing, threads.submit(hold_open, held)]:
            each.result()
        ended.set()
        reading_along.result()
    catch_up(ledger.reader("along"))
    given, lines = ledger.given("along"), committed_lines()
    assert len(lines) > 200
    assert sorted(given) == lines
    assert by_record(given) == by_record(lines)
    assert chains_are_whole()


def by_record(lines: list[tuple[int, int]]) -> dict[int, list[int]]:
    found = defaultdict(list)
    for id, record in lines:
        found[record].append(id)
    return found


def chains_are_whole() -> bool:
    """Whether each change of a record begins where the one before it ended: ids are in the order of causes."""
    last: dict[int, object] = {}
    for entry in Entry.objects.filter(entity="customer", verb="edit").order_by("id"):
        before, after = entry.changes["employees"]
        if last.get(entry.record, before) != before:
            return False
        last[entry.record] = after
    return True


# -- crashes and doubles --------------------------------------------------------------------------------------------
def test_a_crash_before_the_bookmark_repeats_nothing(ledger: Ledger) -> None:
    def crash() -> None:
        raise Undone

    with pytest.raises(Undone):
        catch_up(ledger.reader("crashing", then=crash))
    assert ledger.given("crashing") == []
    catch_up(ledger.reader("crashing"))
    assert ledger.given("crashing") == committed_lines()


def test_a_lost_connection_repeats_nothing(ledger: Ledger, cut_off: Callable[[], None]) -> None:
    with pytest.raises(DatabaseError):
        catch_up(ledger.reader("killed", then=cut_off))
    connection.close()
    catch_up(ledger.reader("killed"))
    assert ledger.given("killed") == committed_lines()


def test_two_processes_of_one_reader_take_turns(ledger: Ledger) -> None:
    start = Barrier(3)

    def read() -> None:
        with own_connection():
            start.wait()
            catch_up(ledger.reader("twice"))

    with ThreadPoolExecutor(3) as threads:
        for each in [threads.submit(read) for _process in range(3)]:
            each.result()
    assert sorted(ledger.given("twice")) == committed_lines()


def test_pages_are_read_one_after_the_other(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 7)
    reader = ledger.reader("paging")
    sizes = []
    while True:
        given, more = step(reader, Lines())
        sizes.append(given)
        if not more:
            break
    lines = committed_lines()
    assert (ledger.given("paging"), sum(sizes), max(sizes)) == (lines, len(lines), 7)


def test_a_reader_is_given_what_it_writes_itself(
    ledger: Ledger, committed: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when others commit between its first statement and its snapshot, which then holds its own transaction for done."""
    snapshot, answers = reading._snapshot, iter([True])

    def after_others() -> str:
        with committed.connect() as other:
            other.execute("select pg_current_xact_id()")
        return snapshot()

    def answer_once() -> None:
        if next(answers, False):
            edited(customer_of("own").pk, Random(4))

    monkeypatch.setattr(reading, "_snapshot", after_others)
    for _look in range(2):
        catch_up(ledger.reader("writer", then=answer_once))
    assert ledger.given("writer") == committed_lines()


def test_what_commits_late_is_given_late(ledger: Ledger, committed: Address) -> None:
    catch_up(ledger.reader("late"))
    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(hold_open, customer_of("own").pk)
        time.sleep(SECONDS * 0.3)
        edited(customer_of("team").pk, Random(2))
        catch_up(ledger.reader("late"))
        assert ledger.given("late")[-1][1] == customer_of("team").pk
        holding.result()
    catch_up(ledger.reader("late"))
    assert ledger.given("late")[-1][1] == customer_of("own").pk
    assert sorted(ledger.given("late")) == committed_lines()


# -- newcomers ------------------------------------------------------------------------------------------------------
def test_a_newcomer_begins_at_the_present(ledger: Ledger, owner_address: Address) -> None:
    """Also in a house that was restored, whose old lines bear transactions that its own snapshots know nothing of."""
    for era in (1, 2):
        newcomer = ledger.reader(f"came in era {era}", from_the_start=False)
        assert (catch_up(newcomer), current_era()) == (0, era)
        before = committed_lines()
        edited(customer_of("own").pk, Random(era))
        catch_up(newcomer)
        assert ledger.given(newcomer.name) == committed_lines()[len(before) :]
        if era == 1:
            restored(owner_address)


def test_a_newcomer_that_has_its_place_misses_nothing_from_then_on(ledger: Ledger) -> None:
    newcomer, before = ledger.reader("expected", from_the_start=False), committed_lines()
    begin([newcomer])
    edited(customer_of("own").pk, Random(6))
    begin([newcomer])
    catch_up(newcomer)
    assert ledger.given("expected") == committed_lines()[len(before) :]


# -- writing --------------------------------------------------------------------------------------------------------
def test_a_line_falls_with_its_change(committed: Address) -> None:
    before, customer = committed_lines(), customer_of("own")
    edited(customer.pk, Random(1), undone=True)
    assert (committed_lines(), customer_of("own").version) == (before, customer.version)


def test_a_line_without_a_transaction_is_refused(committed: Address) -> None:
    customer = customer_of("own")
    lone = line(EDITOR, entity_of(customer), customer, {})
    for attempt in (lambda: write(lone), lambda: write_many([lone])):
        with pytest.raises(transaction.TransactionManagementError, match="inside the transaction of its change"):
            attempt()


def test_many_lines_are_one_copy_in_the_order_given(committed: Address) -> None:
    customer = customer_of("own")
    last = Entry.objects.order_by("-id")[0].id
    with transaction.atomic():
        write_many(
            line(EDITOR.within(5, number), entity_of(customer), customer, {"n": [None, "\t\\N\n苏"]})
            for number in range(50)
        )
    lines = Entry.objects.filter(id__gt=last).order_by("id")
    assert [each.line for each in lines] == list(range(50))
    assert {str(each.changes) for each in lines} == {str({"n": [None, "\t\\N\n苏"]})}


# -- eras -----------------------------------------------------------------------------------------------------------
def restored(owner: Address) -> None:
    """What a restore into another cluster leaves: transaction ids that mean nothing here, and a raised era."""
    with owner.connect() as restoring:
        restoring.execute("update journal set xid = (xid::text::bigint + 40000000)::text::xid8")
        restoring.execute(
            "update journal_bookmark set old = replace(old, split_part(old, ':', 2), (split_part(old, ':', 2)::bigint + 40000000)::text)"
            " where old <> '1:1:'"
        )
        restoring.execute("alter table journal alter column era set default 2")


def test_an_old_era_is_read_to_its_end_and_then_the_new_one(ledger: Ledger, owner_address: Address) -> None:
    restored(owner_address)
    edited(customer_of("own").pk, Random(3))
    catch_up(ledger.reader("newcomer"))
    assert current_era() == 2
    assert ledger.given("newcomer") == committed_lines()


@pytest.mark.parametrize("page", [3, 2000])
def test_a_reader_that_was_up_to_date_is_given_no_line_of_the_old_era_again(
    ledger: Ledger, owner_address: Address, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(reading, "PAGE", page)
    catch_up(ledger.reader("old hand"))
    edited(customer_of("team").pk, Random(5))
    restored(owner_address)
    edited(customer_of("own").pk, Random(3))
    catch_up(ledger.reader("old hand"))
    catch_up(ledger.reader("old hand"))
    assert ledger.given("old hand") == committed_lines()
    assert Bookmark.objects.get(reader="old hand").era == 2
