"""A backup comes back as it was or not at all: rows, files, rights, and readers that miss and double nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.sql import SQL, Identifier

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions import standard
from concerto.kernel.database import dumping
from concerto.kernel.database.address import Address
from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.errors import DatabaseRefused
from concerto.kernel.database.roles import front_door
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import Reader, catch_up, current_era
from concerto.site.backup import making, manifest, restoring
from concerto.site.backup.programs import programs_for
from tests.cast import customer_of
from tests.databases import Databases


def silent(_table: str, _done: int, _of: int) -> None:
    """Nobody looks."""


class House:
    """A committed database with a home beside it, saved and restored by the same functions as the commands use."""

    def __init__(self, databases: Databases, owner: Address, app: Address, home: Path) -> None:
        cluster = databases.server if isinstance(databases.server, Cluster) else None
        self.owner, self.app, self.home = owner, app, home
        self.program = programs_for(cluster, owner, home)

    def save(self) -> Path:
        connection.close()
        folder, _manifest = making.make(self.owner, self.program, self.home, self.home / "backups", silent)
        return folder

    def restore(self, backup: Path) -> int:
        connection.close()
        return restoring.restore(self.owner, self.app, self.program, self.home, backup, manifest.read(backup), silent)

    def databases(self) -> set[str]:
        with front_door(self.owner) as door:
            return {
                name
                for (name,) in door.execute(
                    "select datname from pg_database where datname like %s", [f"{self.owner.dbname}%"]
                )
            }

    def contents(self) -> dict[str, dumping.Fingerprint]:
        with dumping.snapshot(self.owner) as (seeing, _name):
            return {table: dumping.fingerprint(seeing, table) for table in dumping.tables(seeing)}


@pytest.fixture
def house(databases: Databases, committed: Address, owner_address: Address, tmp_path: Path) -> Iterator[House]:
    (tmp_path / "files" / "ab").mkdir(parents=True)
    (tmp_path / "files" / "ab" / "合同.pdf").write_bytes(b"a contract")
    house = House(databases, owner_address, committed, tmp_path)
    yield house
    connection.close()
    with front_door(owner_address) as door:
        for name in house.databases() - {owner_address.dbname}:
            door.execute(SQL("drop database {} with (force)").format(Identifier(name)))


def write(actor: Callable[[str], Actor], words: str) -> None:
    standard.edit(actor("admin"), named("customer"), customer_of("own").pk, {"source": words})


def test_what_is_restored_is_what_was_saved_whatever_happened_since(
    house: House, actor: Callable[[str], Actor]
) -> None:
    before, backup = house.contents(), house.save()
    write(actor, "Another name")
    (house.home / "files" / "ab" / "合同.pdf").unlink()
    house.restore(backup)
    assert house.contents() == before
    assert (house.home / "files" / "ab" / "合同.pdf").read_bytes() == b"a contract"


def test_what_was_there_before_is_kept_beside(house: House, actor: Callable[[str], Actor]) -> None:
    backup = house.save()
    write(actor, "Only in the former one")
    house.restore(backup)
    with house.owner.in_database(f"{house.owner.dbname}_former").connect() as former:
        row = former.execute(
            "select count(*) from customers_customer where source = 'Only in the former one'"
        ).fetchone()
    assert row == (1,)
    assert (house.home / "files_former" / "ab" / "合同.pdf").exists()


def test_after_a_restore_the_serving_role_writes_the_journal_and_cannot_change_it(
    house: House, actor: Callable[[str], Actor]
) -> None:
    house.restore(house.save())
    write(actor, "Written afterwards")
    with house.app.connect(autocommit=True) as serving, pytest.raises(psycopg.errors.InsufficientPrivilege):
        serving.execute("update journal set reason = 'forged'")


def test_readers_miss_nothing_and_are_given_nothing_twice_across_a_restore(
    house: House, actor: Callable[[str], Actor]
) -> None:
    given: list[int] = []
    reader = Reader("test.across", lambda lines: given.extend(line.id for line in lines), from_the_start=True)
    write(actor, "Seen before the backup")
    catch_up(reader)
    write(actor, "Not seen before the backup")
    backup = house.save()
    catch_up(reader)
    given_since = list(given)
    given.clear()
    era = house.restore(backup)
    write(actor, "After the restore")
    catch_up(reader)
    assert current_era() == era == 2
    last = Entry.objects.order_by("-id").values_list("id", flat=True)[:2]
    assert sorted(given) == sorted(last)  # the one that waited, and the new one
    assert given_since[-1] in given


def test_a_drill_changes_nothing(house: House) -> None:
    before, backup = house.contents(), house.save()
    connection.close()
    restoring.drill(house.owner, house.app, house.program, backup, manifest.read(backup), silent)
    assert house.contents() == before
    assert house.databases() == {house.owner.dbname}


def damage(path: Path) -> None:
    """One bit."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("what", ["database/toc.dat", "files/ab/合同.pdf"])
@pytest.mark.parametrize("how", [damage, Path.unlink])
def test_a_damaged_backup_is_refused_and_nothing_changes(house: House, what: str, how: Callable[[Path], None]) -> None:
    before, backup = house.contents(), house.save()
    how(backup / what)
    with pytest.raises(DatabaseRefused, match=f"damaged at {what}"):
        house.restore(backup)
    assert (house.contents(), house.databases()) == (before, {house.owner.dbname})


def test_a_table_that_does_not_come_back_as_saved_is_refused_and_nothing_changes(house: House) -> None:
    before, backup = house.contents(), house.save()
    facts = json.loads((backup / "manifest.json").read_text())
    facts["tables"]["kernel_person"]["digest"] = "1"
    (backup / "manifest.json").write_text(json.dumps(facts))
    with pytest.raises(DatabaseRefused, match="kernel_person"):
        house.restore(backup)
    assert (house.contents(), house.databases()) == (before, {house.owner.dbname})


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"format": 1}', '{"format": 99, "tables": {}}', "\x00"])
def test_what_is_no_backup_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(DatabaseRefused):
        manifest.read(tmp_path)


def test_a_backup_of_a_newer_version_is_refused(house: House) -> None:
    backup = house.save()
    facts = json.loads((backup / "manifest.json").read_text())
    facts["migrations"].append("kernel.9999_from_the_future")
    (backup / "manifest.json").write_text(json.dumps(facts))
    with pytest.raises(DatabaseRefused, match="newer"):
        house.restore(backup)


def test_a_backup_that_fails_leaves_no_folder(house: House, tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefused):
        making.make(house.owner, lambda _name: Path("/bin/false"), house.home, tmp_path / "into", silent)
    assert list((tmp_path / "into").iterdir()) == []


def test_only_the_newest_are_kept_and_what_is_no_backup_is_left_alone(tmp_path: Path) -> None:
    for name in ("2026-11-24T000000Z", "2026-11-25T000000Z", "2026-11-26T000000Z", "photos"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")
    making.keep_newest(tmp_path, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026-11-25T000000Z", "2026-11-26T000000Z", "photos"]
