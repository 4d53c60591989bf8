"""Makes the data of a new cluster, and recognises data that is not ours to start."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from uuid import uuid4

from concerto.kernel.database.account import as_account, name_of
from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.kernel.database.place import MAJOR, Place
from concerto.kernel.database.settings import KEEPER

_ = Sentence
SORTS_ALIKE_EVERYWHERE = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def make(place: Place, binaries: Path, *, sync: bool) -> bool:
    """Makes the cluster when there is none; whether it did. `sync` off leaves the disk its time (tests).

    It is made under another name and renamed: a half-made cluster never carries the right one.
    """
    recognise(place)
    if place.data.exists():
        return False
    for leftover in place.postgres.glob("making-*"):
        shutil.rmtree(leftover)
    unfinished = place.postgres / f"making-{uuid4().hex}"
    options = [
        f"--username={KEEPER}",
        "--auth=peer",
        "--encoding=UTF8",
        *SORTS_ALIKE_EVERYWHERE,
        "--sync-method=fsync" if sync else "--no-sync",
        f"--pgdata={unfinished}",
    ]
    made = as_account(place.account, [binaries / "initdb", *options])
    if made.returncode:
        raise DatabaseRefused(
            _(
                "PostgreSQL could not make its data in {place} ({why}).",
                place=place.postgres,
                why=made.stderr.strip().rpartition("\n")[2],
            )
        )
    unfinished.rename(place.data)
    _settle(place.postgres)
    return True


def recognise(place: Place) -> None:
    """Refuses data of another version, of another account, or that is no cluster at all."""
    versions = [int(child.name) for child in place.postgres.iterdir() if child.name.isdigit()]
    if place.data.exists():
        versions = [_version(place)]
    if versions and MAJOR not in versions:
        raise DatabaseRefused(
            _(
                "The data in {place} was made by PostgreSQL {version} and this is PostgreSQL {ours}: "
                "use the Concerto that made it, or upgrade it with pg_upgrade.",
                place=place.postgres,
                version=max(versions),
                ours=MAJOR,
            )
        )


def _version(place: Place) -> int:
    owner = place.data.stat().st_uid
    if owner != place.account.pw_uid:
        raise DatabaseRefused(
            _(
                "The data in {place} belongs to the account {owner}, not to {account}: run Concerto as "
                "its owner, or give the data to {account}.",
                place=place.data,
                owner=name_of(owner),
                account=place.account.pw_name,
            )
        )
    try:
        return int((place.data / "PG_VERSION").read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise DatabaseRefused(
            _(
                "{place} is not the data of a PostgreSQL server: move it away, and a new database is made.",
                place=place.data,
            )
        ) from None


def _settle(folder: Path) -> None:
    """Makes a rename in `folder` survive a power cut."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
