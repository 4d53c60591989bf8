"""What a page may ask to be told of: a record, or the list of a noun. The reader's own notices come without asking."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from concerto.kernel.entity.registry import entities

AT_MOST = 50  # topics of one page
_RECORD = re.compile(r"record:([a-z][a-z-]{0,59}):([1-9]\d{0,17})(?:@([1-9]\d{0,8}))?", re.ASCII)
_LIST = re.compile(r"list:([a-z][a-z-]{0,59})", re.ASCII)


class NoTopic(ValueError):
    """A text that names no topic, or more of them than one page needs."""


class Topic(NamedTuple):
    """`record` 0 is the list of the noun."""

    noun: str
    record: int = 0


def topics_in(texts: Iterable[str]) -> dict[Topic, int]:
    """Topic → the version of the record that the page shows, 0 where it did not say. Raises NoTopic."""
    asked = list(texts)
    if len(asked) > AT_MOST:
        raise NoTopic
    known = {entity.id for entity in entities()}
    found = dict(map(_topic, asked))
    if any(topic.noun not in known for topic in found):
        raise NoTopic
    return found


def _topic(text: str) -> tuple[Topic, int]:
    if record := _RECORD.fullmatch(text):
        return Topic(record[1], int(record[2])), int(record[3] or 0)
    if listed := _LIST.fullmatch(text):
        return Topic(listed[1]), 0
    raise NoTopic
