"""What columns become, as text that people can read and change: “Mobile phone → contact-point.mobile (first)”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

ARROW = " → "
_BECOMES = re.compile(r"([^\s()]*)(?: \(([^()]*)\))?")


class Column(NamedTuple):
    """A heading, the id of what it becomes ("" where it is left out), and the way in which its cells are read."""

    heading: str
    target: str = ""
    way: str = ""


def written(columns: list[Column]) -> str:
    return "\n".join(
        f"{heading}{ARROW}{target}{f' ({way})' if way else ''}".rstrip() for heading, target, way in columns
    )


def columns_in(text: str) -> Iterator[Column]:
    """The columns of a text. Raises ValueError with a line that is none."""
    for line in text.split("\n"):
        if not line.strip():
            continue
        heading, arrow, becomes = f"{line.strip()} ".rpartition(ARROW)
        told = _BECOMES.fullmatch(becomes.strip())
        if not arrow or not heading.strip() or told is None:
            raise ValueError(line)
        yield Column(heading.strip(), told[1], told[2] or "")
