"""The journal is sealed after commit; one line changed directly in the database is found and named."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from concerto.kernel.database.address import Address
from concerto.kernel.database.errors import DatabaseRefused
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.passing import pass_over_this_transaction
from concerto.kernel.journal.reading import catch_up, readers
from concerto.kernel.journal.sealing import READER
from concerto.kernel.journal.verifying import Finding, verify
from concerto.kernel.journal.writing import Line, write
from concerto.site.auditing import refuse_changes


def lines(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            write(Line(None, "command", "edit", "customer", number + 1, {"city": ["", f"苏州 {number}"]}))


def sealed() -> None:
    catch_up(next(reader for reader in readers() if reader.name == READER))


@pytest.fixture
def owner(committed: Address, owner_address: Address) -> Any:
    """Somebody with the owner's rights in the database, after three seals."""
    for count in (5, 4, 3):
        lines(count)
        sealed()
    with owner_address.connect() as made:
        made.autocommit = True
        yield made


def found(owner: Any) -> list[Finding]:
    return list(verify(owner).findings)


def test_what_was_written_is_sealed_and_in_order(owner: Any) -> None:
    result = verify(owner)
    assert (result.lines, result.findings) == (Entry.objects.count(), ())
    assert verify(owner, newest=1).seals == 1
    lines(2)  # not sealed yet, which is nothing wrong
    assert found(owner) == []


def aims(owner: Any) -> int:
    """A line in the middle."""
    return int(owner.execute("select id from journal order by id desc offset 5 limit 1").fetchone()[0])


@pytest.mark.parametrize(
    ("what", "statement"),
    [
        ("changed", 'update journal set changes = \'{"city": ["", "Leeds"]}\' where id = %s'),
        ("changed", "update journal set actor = 1 where id = %s"),
        ("changed", "update journal set at = at - interval '1 second' where id = %s"),
        ("changed", "update journal set reason = 'x' where id = %s"),
        ("missing", "delete from journal where id = %s"),
    ],
)
def test_one_row_altered_directly_is_named(owner: Any, what: str, statement: str) -> None:
    id = aims(owner)
    owner.execute(statement, [id])
    assert found(owner) == [Finding(what, id)]


def test_a_line_slipped_in_and_a_seal_rewritten_are_named(owner: Any, owner_address: Address) -> None:
    head = verify(owner).head
    owner.execute(
        "insert into journal (id, xid, door, verb, entity, record, happened_at, changes) overriding system value"
        " values (1000000, '3'::xid8, 'page', 'edit', 'customer', 1, now(), '{}')"
    )
    assert found(owner) == [Finding("added", 1000000)]
    owner.execute("delete from journal where id = 1000000")
    assert refuse_changes(owner_address, expect=head).findings == ()
    last = int(head.partition(":")[0])
    owner.execute("update journal_seal set chain = sha256('x') where number = %s", [last - 1])
    assert found(owner) == [Finding("broken", last - 1), Finding("broken", last)]
    owner.execute("delete from journal_seal where number = %s", [last])
    with pytest.raises(DatabaseRefused, match="is not in the chain"):
        refuse_changes(owner_address, expect=head)


@pytest.mark.parametrize("statement", ["update journal_seal set lines = 0", "delete from journal_seal"])
def test_the_serving_role_only_adds_seals(owner: Any, statement: str) -> None:
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_refusal_says_which_line_and_what_to_do(owner: Any, owner_address: Address) -> None:
    id = aims(owner)
    owner.execute("delete from journal where id = %s", [id])
    with pytest.raises(DatabaseRefused, match=rf"line {id} was removed.*compare it with a backup"):
        refuse_changes(owner_address)


def test_a_bulk_load_is_sealed_in_its_own_transaction(owner: Any) -> None:
    with transaction.atomic():
        write(Line(None, "command", "load", "customer", 1, {}))
        pass_over_this_transaction()
    assert found(owner) == []
    assert verify(owner).lines == Entry.objects.count()


def test_those_who_commit_late_are_sealed_later_and_once(owner: Any, committed: Address) -> None:
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as slow:  # type: ignore[arg-type]  # as Django connects
        slow.execute(
            "insert into journal (door, verb, entity, record, happened_at, changes) values ('page', 'edit', 'customer', 1, now(), '{}')"
        )
        lines(2)
        sealed()
        assert found(owner) == []
        slow.commit()
    assert found(owner) == []
    sealed()
    assert (verify(owner).lines, found(owner)) == (Entry.objects.count(), [])
