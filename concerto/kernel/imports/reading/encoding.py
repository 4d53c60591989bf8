"""Which encoding a text file has. The whole file must fit it, so that no row breaks half way through an import."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from concerto.kernel.text.unreadable import Unreadable

CHUNK = 1024 * 1024
SAMPLE = 64 * 1024
OFFERED = ("utf-8", "utf-16", "gb18030", "big5", "windows-1252", "windows-1250", "windows-1251", "shift_jis", "euc-kr")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Decoded:
    """An encoding that fits the whole file, by the name that `open()` takes, and the number of lines in it."""

    encoding: str
    lines: int

    @property
    def shown(self) -> str:
        """The name as people know it."""
        return self.encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be").upper()


class _Misfit(Exception):
    def __init__(self, offset: int, line: int) -> None:
        self.offset, self.line = offset, line


def detect(path: Path, asked: str | None = None) -> Decoded:
    """The encoding of a file: `asked` (one of OFFERED), else by its mark, else UTF-8, UTF-16, GB18030 in this order.

    Other encodings are never guessed: almost any bytes fit them. Raises Unreadable with the place that does not fit.
    """
    now = path.stat()
    if now.st_size > CHUNK:
        return _remembered(path, asked, now.st_size, now.st_mtime_ns)
    return _detected(path, asked)


@lru_cache(maxsize=64)
def _remembered(path: Path, asked: str | None, _size: int, _changed: int) -> Decoded:
    """Reading a large file to its end takes a second, and every page about it asks."""
    return _detected(path, asked)


def _detected(path: Path, asked: str | None) -> Decoded:
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if not head.strip(b" \t\r\n"):
        _refuse_blank(path)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if asked is None:
        return _first_that_fits(path, [marked] if marked else _candidates(head))
    if asked.lower() not in OFFERED:
        raise Unreadable(
            _("The encoding “%(asked)s” is not known. Choose one of %(known)s."),
            asked=asked[:40],
            known=", ".join(OFFERED),
        )
    return _first_that_fits(path, [marked if marked and marked.startswith(asked.lower()) else asked.lower()])


def _candidates(head: bytes) -> list[str]:
    if wide := _without_mark(head):
        return [wide]
    return ["utf-8", "gb18030"]


def _without_mark(head: bytes) -> str | None:
    """UTF-16 shows by zero bytes that stand all on the same side of the pairs, some of them in line ends."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if bool(even) == bool(odd):
        return None
    encoding = "utf-16-be" if even else "utf-16-le"
    return encoding if {"\n", "\r"} & set(head.decode(encoding, errors="ignore")) else None


def _first_that_fits(path: Path, encodings: list[str]) -> Decoded:
    misfits = []
    for encoding in encodings:
        try:
            return Decoded(encoding, _lines(path, encoding))
        except _Misfit as misfit:
            misfits.append(misfit)
    raise Unreadable(
        _("The file is not %(names)s text: byte %(offset)s in line %(line)s does not fit. Save it as UTF-8, or choose its encoding."),
        names=" / ".join(encoding.upper() for encoding in encodings), offset=misfits[0].offset, line=misfits[0].line,
    )  # fmt: skip


def _lines(path: Path, encoding: str) -> int:
    """The lines of a file that fits `encoding` as a whole. Raises _Misfit, or Unreadable for zero characters."""
    line_feeds = carriage_returns = unfinished = 0
    for place, text in enumerate(_decoded(path, encoding)):
        if "\0" in text:
            line = line_feeds + text[: text.index("\0")].count("\n") + 1
            raise Unreadable(
                _("Line %(line)s holds a zero byte: this is not a text file, or it is damaged."), line=line
            )
        if place == 0 and encoding == "gb18030" and not _like_chinese(text):
            raise _Misfit(0, 1)
        line_feeds += text.count("\n")
        carriage_returns += text.count("\r")
        unfinished = not text.endswith(("\n", "\r")) if text else unfinished
    return (line_feeds or carriage_returns) + unfinished


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    before = lines = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as wrong:
                kept = len(wrong.object) - len(chunk)
                line = lines + wrong.object[: wrong.start].count(b"\n") + 1
                raise _Misfit(before - kept + wrong.start, line) from None
            yield text
            if not chunk:
                return
            before, lines = before + len(chunk), lines + text.count("\n")


def _like_chinese(text: str) -> bool:
    """Western text read as GB18030 turns into rare characters; real Chinese consists mostly of the common ones."""
    foreign = [character for character in text[:SAMPLE] if ord(character) > 127]
    common = sum(_is_common(character) for character in foreign)
    return 2 * common >= len(foreign)


def _is_common(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _refuse_blank(path: Path) -> None:
    for text in _decoded(path, "latin-1"):
        if text.strip():
            return
    raise Unreadable(_("The file is empty."))
