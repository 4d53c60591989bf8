"""The data folder: made when missing, and refused in one sentence when it cannot be used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from concerto.kernel.database.errors import Sentence
from concerto.site.setting import Misconfigured

_ = Sentence


def make_home(home: Path) -> None:
    """Made by root, others may pass through the folder, as the account of the database must, but not look into it."""
    with using(home):
        if not home.exists():
            home.mkdir(parents=True)
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)


@contextmanager
def using(home: Path) -> Iterator[None]:
    """Turns trouble of the operating system with the data folder into a sentence."""
    try:
        yield
    except OSError as error:
        raise Misconfigured(
            _(
                "CONCERTO_HOME is {home}, which cannot be used ({why}): choose a folder that you may write to.",
                home=home,
                why=error.strerror,
            )
        ) from error
