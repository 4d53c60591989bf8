"""Brings a backup back: into a database beside the present one, compared with what was backed up, and only then in its place."""

from __future__ import annotations

import shutil
from pathlib import Path

from psycopg.sql import SQL, Identifier

from concerto.kernel.database.address import Address
from concerto.kernel.database.dumping import (
    PLAIN,
    Fingerprint,
    Program,
    analyze,
    fingerprint,
    load,
    raise_era,
    swap,
    tables,
)
from concerto.kernel.database.errors import DatabaseRefused, Sentence, refusing_plainly
from concerto.kernel.database.roles import Connection, front_door, open_what_is_there, prepare, reached
from concerto.site.backup.making import Progress
from concerto.site.backup.manifest import Manifest, refuse_damaged, refuse_newer

_ = Sentence
COMING, FORMER = "_restoring", "_former"


def restore(
    owner: Address, app: Address, program: Program, home: Path, backup: Path, manifest: Manifest, progress: Progress
) -> int:
    """Put the backup in the place of what is there, which is kept as the former database and files. Answers the new era.

    Raises DatabaseRefused, with everything as it was, if the backup is damaged or what was loaded is not what was saved.
    """
    refuse_newer(backup, manifest)
    refuse_damaged(backup, manifest)
    coming = _loaded(owner, app, program, backup, manifest, progress)
    era = raise_era(coming)
    analyze(coming)
    with refusing_plainly(home):
        _copy_files(backup / "files", home / f"files{COMING}")
    with front_door(owner.as_keeper()) as door:
        _drop(door, owner.dbname + FORMER)
    with reached(owner.as_keeper().in_database("postgres")) as door:
        swap(door, owner.dbname, coming.dbname, owner.dbname + FORMER)
    with refusing_plainly(home):
        _swap_files(home)
    return era


def drill(owner: Address, app: Address, program: Program, backup: Path, manifest: Manifest, progress: Progress) -> None:
    """Load the backup beside what is there, compare, and remove it again. Raises DatabaseRefused if it would not come back whole."""
    refuse_newer(backup, manifest)
    refuse_damaged(backup, manifest)
    coming = _loaded(owner, app, program, backup, manifest, progress)
    with front_door(owner.as_keeper()) as door:
        _drop(door, coming.dbname)


def _loaded(
    owner: Address, app: Address, program: Program, backup: Path, manifest: Manifest, progress: Progress
) -> Address:
    """A new database with the backup in it, found to be the same; one that is not is removed."""
    coming = owner.in_database(owner.dbname + COMING)
    with front_door(owner.as_keeper()) as door:
        _drop(door, coming.dbname)
    try:
        prepare(coming, app.in_database(coming.dbname))
        load(program, coming, backup / "database")
        with reached(coming.as_keeper()) as connection:
            open_what_is_there(connection)
        _refuse_different(coming, manifest, progress)
    except BaseException:
        with front_door(owner.as_keeper()) as door:
            _drop(door, coming.dbname)
        raise
    return coming


def _refuse_different(coming: Address, manifest: Manifest, progress: Progress) -> None:
    with reached(coming) as connection:
        connection.execute(PLAIN)
        found: dict[str, Fingerprint] = {}
        for number, table in enumerate(names := tables(connection)):
            progress(table, number, len(names))
            found[table] = fingerprint(connection, table)
        progress("", len(names), len(names))
    for table in sorted(manifest.tables.keys() | found.keys()):
        if manifest.tables.get(table) != found.get(table):
            raise DatabaseRefused(
                _("The table {table} did not come back as it was saved; nothing was changed.", table=table)
            )


def _copy_files(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def _swap_files(home: Path) -> None:
    former = home / f"files{FORMER}"
    shutil.rmtree(former, ignore_errors=True)
    if (home / "files").exists():
        (home / "files").rename(former)
    (home / f"files{COMING}").rename(home / "files")


def _drop(door: Connection, name: str) -> None:
    door.execute(SQL("drop database if exists {} with (force)").format(Identifier(name)))
