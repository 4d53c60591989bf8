"""What a record keeps for being found and sorted: its search vector and its sort key, made from described fields."""

from __future__ import annotations

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.text.lexemes import lexemes
from concerto.kernel.text.pinyin import sort_key


def vector_of(entity: Entity, record: Record) -> str:
    """The text form of the tsvector over all searched fields."""
    values = (field.value(record) for field in entity.searched)
    return lexemes(str(value) for value in values if value)


def sort_key_of(entity: Entity, record: Record) -> str:
    """What the title is sorted by: pinyin for Chinese, lower case for Latin."""
    return sort_key(str(entity.title.value(record) or ""), person=entity.is_person(record))
