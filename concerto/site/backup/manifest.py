"""What a backup says about itself. It is written last: a folder without it is not a backup.

manifest.json   this
database/       as pg_dump writes it
files/          what people brought, as it lay in the home
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from concerto.kernel.database.dumping import Fingerprint
from concerto.kernel.database.errors import DatabaseRefused, Sentence

_ = Sentence
PACKAGE = Path(__file__).resolve().parents[2]
NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """`migrations` are those that the database has had; `tables` and `files` are what a restore must find again."""

    format: int
    version: str
    migrations: list[str]  # of ours, such as kernel.0001_nouns
    made_at: str  # ISO 8601, UTC
    tables: dict[str, Fingerprint]
    files: dict[str, str]  # path within the backup → SHA-256 in hex

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def write(self, backup: Path) -> None:
        (backup / NAME).write_text(json.dumps(asdict(self), indent=1, sort_keys=True), encoding="utf-8")


def read(backup: Path) -> Manifest:
    """The manifest of a backup. Raises DatabaseRefused for a folder that is none, or of a version to come."""
    try:
        given = json.loads((backup / NAME).read_text(encoding="utf-8"))
        tables = {
            name: Fingerprint(int(table["rows"]), str(table["digest"])) for name, table in given.pop("tables").items()
        }
        found = Manifest(tables=tables, **given)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DatabaseRefused(
            _("{folder} is not a whole backup: its manifest cannot be read.", folder=backup)
        ) from error
    if found.format != FORMAT:
        raise DatabaseRefused(
            _("{folder} was made by another version of Concerto: restore it with that one.", folder=backup)
        )
    return found


def refuse_newer(backup: Path, manifest: Manifest) -> None:
    """Raise DatabaseRefused for a backup with migrations that this code does not know."""
    if set(manifest.migrations) - known_migrations():
        raise DatabaseRefused(
            _(
                "{folder} was made by Concerto {version}, which is newer: restore it with that one.",
                folder=backup,
                version=manifest.version,
            )
        )


def known_migrations() -> set[str]:
    return {f"{file.parent.parent.name}.{file.stem}" for file in PACKAGE.glob("*/migrations/0*.py")}


def refuse_damaged(backup: Path, manifest: Manifest) -> None:
    """Raise DatabaseRefused unless every file is there as it was written, and no other."""
    found = checksums(backup)
    for path in sorted(manifest.files.keys() | found.keys()):
        if manifest.files.get(path) != found.get(path):
            raise DatabaseRefused(
                _("The backup in {folder} is damaged at {path}; nothing was changed.", folder=backup, path=path)
            )


def checksums(backup: Path) -> dict[str, str]:
    """SHA-256 of every file but the manifest, by its path within the backup."""
    files = (path for path in backup.rglob("*") if path.is_file() and path != backup / NAME)
    return {path.relative_to(backup).as_posix(): checksum(path) for path in files}


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_stamp(name: str) -> bool:
    """Whether a folder bears a name that we gave: 2026-11-26T095702Z."""
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z", name) is not None


def told(manifest: Manifest, **more: Any) -> dict[str, Any]:
    """What a command ends with, as JSON."""
    return {"tables": len(manifest.tables), "rows": manifest.rows, "files": len(manifest.files), **more}
