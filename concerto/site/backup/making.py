"""Makes a backup while Concerto serves: one snapshot of the database, then the files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from concerto.kernel.database.address import Address
from concerto.kernel.database.dumping import Fingerprint, Program, dump, fingerprint, snapshot, tables
from concerto.kernel.database.errors import refusing_plainly
from concerto.site.backup.manifest import FORMAT, Manifest, checksums, is_stamp, known_migrations
from concerto.site.backup.manifest import NAME as MANIFEST

Progress = Callable[[str, int, int], None]  # what is read now, how much of how much is done


def make(owner: Address, program: Program, home: Path, into: Path, progress: Progress) -> tuple[Path, Manifest]:
    """Write a backup of everything into a new folder below `into`; answers the folder. Raises DatabaseRefused."""
    made_at = datetime.now(UTC)
    with _unfinished(into, f"{made_at:%Y-%m-%dT%H%M%SZ}") as folder:
        migrations, fingerprints = _database(owner, program, folder, progress)
        with refusing_plainly(home):
            _copy(home / "files", folder / "files")
        manifest = Manifest(
            FORMAT, version("concerto-crm"), migrations, made_at.isoformat(), fingerprints, checksums(folder)
        )
        manifest.write(folder)
    return folder.with_name(folder.name.removesuffix(".unfinished")), manifest


def _database(
    owner: Address, program: Program, folder: Path, progress: Progress
) -> tuple[list[str], dict[str, Fingerprint]]:
    with snapshot(owner) as (connection, name):
        migrations = [f"{app}.{name}" for app, name in connection.execute("select app, name from django_migrations")]
        dump(program, owner, name, folder / "database")
        names = tables(connection)
        found = {}
        for number, table in enumerate(names):
            progress(table, number, len(names))
            found[table] = fingerprint(connection, table)
        progress("", len(names), len(names))
    return sorted(known_migrations() & set(migrations)), found


@contextmanager
def _unfinished(into: Path, name: str) -> Iterator[Path]:
    """A folder that gets its name when it is whole; one that failed is removed."""
    folder = into / f"{name}.unfinished"
    with refusing_plainly(into):
        into.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        folder.rename(into / name)


def _copy(source: Path, target: Path) -> None:
    """What is written meanwhile may be missing: the snapshot of the database is older and does not speak of it."""
    target.mkdir()
    for path in sorted(source.rglob("*")) if source.exists() else []:
        beside = target / path.relative_to(source)
        try:
            beside.mkdir(parents=True, exist_ok=True) if path.is_dir() else shutil.copy2(path, beside)
        except FileNotFoundError:
            continue  # removed since it was listed


def keep_newest(into: Path, count: int) -> list[Path]:
    """Remove all whole backups but the newest `count`; answers what is gone."""
    whole = sorted(path for path in into.iterdir() if is_stamp(path.name) and (path / MANIFEST).exists())
    old = whole[: max(0, len(whole) - count)]
    for folder in old:
        shutil.rmtree(folder)
    return old
