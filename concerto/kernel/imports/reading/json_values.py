"""The values of a JSON file one after the other: of an array, or of lines. Only the one being read is in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TextIO

from django.utils.translation import gettext_lazy as _

from concerto.kernel.text.unreadable import Sentence, Unreadable, excerpt

LONGEST_VALUE = 4 * 1024 * 1024  # characters
_CHUNK = 64 * 1024


class Found(NamedTuple):
    """A value of the file and the line it begins in; None with a problem where it is no JSON."""

    line: int
    value: Any
    problem: Sentence | None = None


class Object(dict[str, Any]):
    """An object that remembers a name it had twice."""

    repeated: str | None = None


def _object(pairs: list[tuple[str, Any]]) -> Object:
    made = Object()
    for name, value in pairs:
        if name in made:
            made.repeated = name
        made[name] = value
    return made


def _no_number(_word: str) -> NoReturn:
    raise ValueError


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_no_number)


def by_line(path: Path, encoding: str) -> Iterator[Found]:
    with path.open(encoding=encoding) as file:
        for number in count(1):
            line = file.readline(LONGEST_VALUE + 1)
            if not line:
                return
            if len(line) > LONGEST_VALUE:
                raise Unreadable(_("Line %(line)s has more than four million characters."), line=number)
            if line.strip():
                yield _from_line(number, line.strip())


def _from_line(number: int, line: str) -> Found:
    try:
        return Found(number, _DECODER.decode(line))
    except (ValueError, RecursionError):
        return Found(number, excerpt(line), _("This line is not JSON."))


def by_element(path: Path, encoding: str) -> Iterator[Found]:
    with path.open(encoding=encoding) as file:
        text = _Text(file)
        if text.next_sign() != "[":
            raise Unreadable(_("The file must hold one JSON array of objects: [{…}, {…}]."))
        sign = text.take_sign()
        if text.next_sign() == "]":
            sign = text.take_sign()
        while sign != "]":
            text.next_sign()
            yield Found(text.here, text.take_value())
            sign = text.take_sign()
            if sign not in (",", "]"):
                raise text.broken()
        if text.next_sign():
            raise text.broken()


class _Text:
    """A JSON text of any length, of which only a window is in memory."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.window, self.place, self.line = file, "", 0, 1

    def next_sign(self) -> str:
        """The character behind white space, not yet taken; "" at the end."""
        while True:
            while self.place < len(self.window) and self.window[self.place] in " \t\r\n":
                self.place += 1
            if self.place < len(self.window) or not self._more():
                return self.window[self.place : self.place + 1]

    def take_sign(self) -> str:
        sign = self.next_sign()
        self.place += len(sign)
        return sign

    @property
    def here(self) -> int:
        """The line that is being read."""
        return self.line + self.window.count("\n", 0, self.place)

    def take_value(self) -> Any:
        """The value that begins here; reads on while it is unfinished."""
        while True:
            try:
                value, place = _DECODER.raw_decode(self.window, self.place)
            except RecursionError:
                raise self.broken() from None
            except ValueError:
                if len(self.window) - self.place > LONGEST_VALUE or not self._more():
                    raise self.broken() from None
            else:
                self.place = place
                return value

    def broken(self) -> Unreadable:
        return Unreadable(_("The JSON is broken near line %(line)s."), line=self.here)

    def _more(self) -> bool:
        """Drop what is behind, read as much again as is kept."""
        self.line += self.window.count("\n", 0, self.place)
        kept = self.window[self.place :]
        read = self.file.read(max(_CHUNK, len(kept)))
        self.window, self.place = kept + read, 0
        return bool(read)
