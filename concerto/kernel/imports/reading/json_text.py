"""JSON files: an array of objects, or one object per line. Each object is a row, each of its names a column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.imports.reading.encoding import detect
from concerto.kernel.imports.reading.headings import LONGEST_HEADING, MOST_COLUMNS
from concerto.kernel.imports.reading.json_values import Found, Object, by_element, by_line
from concerto.kernel.imports.reading.row import Description, Format, Row, Table
from concerto.kernel.text.lines import clean_line
from concerto.kernel.text.unreadable import Sentence, Unreadable, excerpt, sentence

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def open_json(path: Path, *, encoding: str | None, lines: bool) -> Table:
    """A JSON file as a table. The file is read once through: to know its columns, and to find what is wrong with it.

    Rows are found by their lines; where two objects share a line, by their place: no two rows may have the same number.
    """
    decoded = detect(path, encoding)
    values = partial(by_line if lines else by_element, path, decoded.encoding)
    columns: dict[str, None] = {}
    total = last = 0
    shared = False
    for found in values():
        columns |= dict.fromkeys(found.value if isinstance(found.value, dict) else ())
        _refuse_too_many(columns, found.line)
        shared, last, total = shared or found.line <= last, found.line, total + 1
    if not columns:
        raise Unreadable(_("The file holds no objects with values."))
    _refuse_unclear(list(columns))
    form: Format = "json lines" if lines else "json"
    return Table(list(columns), Description(form, decoded.shown), total, partial(_rows, values, list(columns), shared))


def _rows(values: partial[Iterator[Found]], columns: list[str], by_place: bool) -> Iterator[Row]:
    for place, found in enumerate(values(), start=1):
        number = place if by_place else found.line
        if not isinstance(found.value, dict):
            yield Row(number, [str(found.value)], found.problem or _("This is not an object with named values."))
            continue
        cells, problems = zip(*(_cell(name, found.value.get(name)) for name in columns), strict=True)
        problem = _repeated(found.value) or next(filter(None, problems), None)
        if any(cells) or problem:
            yield Row(number, list(cells), problem)


def _cell(name: str, value: Any) -> tuple[str | None, Sentence | None]:
    """A value as text and what is wrong with it. Numbers are text already, digit by digit as the file has them."""
    if value is None or value == "":
        return None, None
    if isinstance(value, bool):
        return ("true" if value else "false"), None
    if not isinstance(value, str):
        said = _("“%(name)s” holds a list or an object; only single values can be read.")
        return json.dumps(value, ensure_ascii=False), sentence(said, name=excerpt(name))
    if _HALF_CHARACTER.search(value):
        said = _("“%(name)s” holds half of a character: the text is damaged.")
        return _HALF_CHARACTER.sub("\ufffd", value), sentence(said, name=excerpt(name))
    return value, None


def _repeated(value: dict[str, Any]) -> Sentence | None:
    name = value.repeated if isinstance(value, Object) else None
    return sentence(_("“%(name)s” is given twice."), name=excerpt(name)) if name is not None else None


def _refuse_too_many(columns: dict[str, None], line: int) -> None:
    if len(columns) > MOST_COLUMNS:
        raise Unreadable(
            _("With line %(line)s there are more than %(most)s different names."), line=line, most=MOST_COLUMNS
        )


def _refuse_unclear(columns: list[str]) -> None:
    for name in columns:
        if not name or clean_line(name) != name or len(name) > LONGEST_HEADING:
            raise Unreadable(_("“%(name)s” cannot be the name of a column."), name=excerpt(repr(name)))
