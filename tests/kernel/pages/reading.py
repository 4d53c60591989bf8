"""Reading pages in tests: the rows of a list, the data it hands to the browser, the tokens in its forms."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any, TypeAlias

Answered: TypeAlias = Any  # what Django's test client answers

ROW = re.compile(r'<tr data-id="(\d+)".*?</tr>', re.DOTALL)
CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)
FIELD = re.compile(r'data-field="([\w-]+)"')


def html(response: Answered) -> str:
    return response.content.decode()


def ids(response: Answered) -> list[int]:
    """The ids of the rows, in their order."""
    return [int(found[1]) for found in ROW.finditer(html(response))]


def row(response: Answered, id: int) -> dict[str, str]:
    """Field → what stands in its cell, without tags."""
    text = next(found[0] for found in ROW.finditer(html(response)) if int(found[1]) == id)
    cells = ((FIELD.search(attributes), inside) for attributes, inside in CELL.findall(text))
    return {field[1]: words(inside) for field, inside in cells if field}


def editable(response: Answered, id: int) -> set[str]:
    """The fields of a row that can be edited in place."""
    text = next(found[0] for found in ROW.finditer(html(response)) if int(found[1]) == id)
    return {FIELD.search(attributes)[1] for attributes, _inside in CELL.findall(text) if "data-editable" in attributes}  # type: ignore[index]  # such a cell names its field


def words(markup: str) -> str:
    """Text without tags and marks."""
    without_marks = re.sub(r'<span class="(?:av|org|seal)[^>]*>[^<]*</span>', "", markup)
    return unescape(re.sub(r"<[^>]*>", "", without_marks)).strip()


def block(response: Answered, id: str) -> Any:
    """The JSON block of a page."""
    found = re.search(rf'<script type="application/json" id="{id}">(.*?)</script>', html(response), re.DOTALL)
    assert found, f"the page has no block {id}"
    return json.loads(found[1])


def hidden(response: Answered, name: str) -> str:
    """The value of a hidden input."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html(response))
    assert found, f"the page has no input {name}"
    return unescape(found[1])
