"""The key that signs sessions: made once, kept beside the data for its owner's eyes only."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from concerto.kernel.database.errors import Sentence
from concerto.site.setting import LEAST_SECRET, Misconfigured

_ = Sentence


def kept_secret(home: Path) -> str:
    """The key of `home`, made when there is none. Raises Misconfigured when the folder cannot be used."""
    file = home / "secret-key"
    try:
        if not file.exists():
            _keep_new(file)
        return _checked(file, file.read_bytes())
    except OSError as error:
        raise Misconfigured(_("CONCERTO_HOME is {home}, which cannot be used ({why}): choose a folder that you may write to.",
                              home=home, why=error.strerror)) from error


def _checked(file: Path, content: bytes) -> str:
    key = content.decode("ascii", errors="replace").strip()
    if len(key) < LEAST_SECRET or not key.isascii():
        raise Misconfigured(_("The file {file} does not hold a key: remove it, and a new one is made; "
                              "everyone then signs in again.", file=file))
    return key


def _keep_new(file: Path) -> None:
    """Whoever comes first wins: the finished file gets its name in one step, and only if nobody else took it."""
    _make(file.parent)
    descriptor, draft = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        os.unlink(draft)


def _make(home: Path) -> None:
    """Made by root, others may pass through the folder, as the account of the database must, but not look into it."""
    if not home.exists():
        home.mkdir(parents=True)
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)
