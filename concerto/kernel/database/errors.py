"""What a person is told when the database cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self


class Sentence(str):
    """An English sentence that remembers its message id, so that whoever shows it can say it in another language.

    This package runs before Django has settings, so it cannot translate; `translated(gettext)` does it later.
    """

    msgid: str
    values: dict[str, object]

    def __new__(cls, msgid: str, **values: object) -> Self:
        sentence = super().__new__(cls, msgid.format(**values))
        sentence.msgid, sentence.values = msgid, values
        return sentence

    def translated(self, gettext: Callable[[str], str]) -> str:
        """The same sentence in the language that `gettext` speaks."""
        return gettext(self.msgid).format(**self.values)


_ = Sentence


class DatabaseRefused(Exception):
    """The database cannot be had; `sentence` says why, to a person, in one sentence. Nothing was changed or lost."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@contextmanager
def refusing_plainly(folder: Path) -> Iterator[None]:
    """Turns trouble of the operating system with `folder` into a sentence."""
    try:
        yield
    except OSError as error:
        why = f"{error.strerror}: {error.filename}" if error.filename else error.strerror
        raise DatabaseRefused(_("The data folder {folder} cannot be used ({why}).", folder=folder, why=why)) from error
