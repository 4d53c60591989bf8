"""The key that signs sessions: made once, kept beside the data for its owner's eyes only."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from concerto.kernel.database.errors import Sentence
from concerto.site.home import make_home, using
from concerto.site.setting import LEAST_SECRET, Misconfigured

_ = Sentence


def kept_secret(home: Path) -> str:
    """The key of `home`, made when there is none. Raises Misconfigured when the folder or the key cannot be used."""
    make_home(home)
    file = home / "secret-key"
    with using(home):
        if not file.exists():
            _keep_new(file)
        return _checked(file, file.read_bytes())


def _checked(file: Path, content: bytes) -> str:
    key = content.decode("ascii", errors="replace").strip()
    if len(key) < LEAST_SECRET or not key.isascii():
        raise Misconfigured(
            _(
                "The file {file} does not hold a key: remove it, and a new one is made; everyone then signs in again.",
                file=file,
            )
        )
    return key


def _keep_new(file: Path) -> None:
    """Whoever comes first wins: the finished file gets its name in one step, and only if nobody else took it."""
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
        Path(draft).unlink()
