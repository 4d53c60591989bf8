"""Tags: words that people make up and put on records of any noun, kept as the ids of tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Json, Kind, Label, Unreadable
from concerto.kernel.fields.link import LARGEST_ID, id_in_range
from concerto.kernel.fields.operators import ANY_OF, EMPTY, FILLED, IS, IS_NOT, NONE_OF

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field

MOST = 100  # tags of one record
BETWEEN = re.compile(r"[,，、;；]")


@dataclass(frozen=True)
class Word:
    """A tag as values of this kind know it. `tables` are those of the nouns it is for; none means all. `former` are the names, in
    lower case, of tags that were merged into it."""

    id: int
    name: str
    name_zh: str
    hue: str
    tables: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()

    def is_called(self, name: str) -> bool:
        """Whether `name`, in lower case, is one of its names or of those merged into it."""
        return name in (self.name.casefold(), self.name_zh.casefold()) or name in self.former

    @property
    def words(self) -> str:
        """What it is called in the active language."""
        names = (self.name_zh, self.name) if (get_language() or "").startswith("zh") else (self.name, self.name_zh)
        return next(filter(None, names), "")

    def fits(self, table: str) -> bool:
        return not self.tables or table in self.tables


class TagsKind(Kind):
    """Kept as a list of ids in their order. A tag that was merged into another stands for that one wherever it is read."""

    id = "tags"
    operators = (ANY_OF, NONE_OF, IS, IS_NOT, EMPTY, FILLED)
    sortable = False

    def __init__(self) -> None:
        self.look: Callable[[bool], Mapping[int, Word]] = _none  # whoever keeps tags says how they are found

    @property
    def empty(self) -> list[int]:  # a fresh list each time: nobody may share it
        return []

    def parse(self, field: Field, raw: Any) -> list[int]:
        given = [] if raw in (None, "") else BETWEEN.split(raw) if isinstance(raw, str) else raw
        if not isinstance(given, list | tuple):
            raise Unreadable(_("A list of tags is expected here."))
        found = {self.one(field, each) for each in given if not (isinstance(each, str) and not each.strip())}
        if len(found) > MOST:
            raise Unreadable(_("At most %(most)s tags fit here."), most=MOST)
        return sorted(found)

    def known(self, *, now: bool = False) -> Mapping[int, Word]:
        """Id → tag, as they were a moment ago; `now` looks again."""
        return self.look(now)

    def one(self, field: Field, raw: Any) -> int:
        """The id of the tag that `raw` means: an id, or a name in either language."""
        word = _meant(self.known(now=True), raw)
        if word is None:
            raise Unreadable(_("There is no tag “%(name)s”."), name=str(raw)[:60])
        if not word.fits(field.column.model._meta.db_table):
            raise Unreadable(_("The tag “%(name)s” is not meant for these records."), name=word.words)
        return word.id

    def members(self, value: Sequence[int | str] | None) -> list[Word]:
        """The tags of a value, as it is kept or as a form sent it; each once, without those that are gone."""
        ids = [id for each in value or () if (id := _id_in(each))]
        known: Mapping[int, Word] = self.known() if ids else {}
        if ids and max(ids) > max(known, default=0):
            known = self.known(now=True)
        once = {word.id: word for id in ids if (word := known.get(id))}
        return sorted(once.values(), key=lambda word: word.words.casefold())

    def meant_by(self, ids: Iterable[int]) -> list[int]:
        """These ids and those of tags that were merged into them: what stands in rows that have the tags."""
        wanted = set(ids)
        return sorted(wanted | {id for id, word in self.known().items() if word.id in wanted})

    def show(self, field: Field, value: Any) -> str:
        return say(", ").join(word.words for word in self.members(value))

    def write(self, field: Field, value: Any) -> str:
        return ",".join(word.name for word in self.members(value))

    def schema(self, field: Field) -> dict[str, Json]:
        one: dict[str, Json] = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
        return {"type": "array", "items": one, "uniqueItems": True, "maxItems": MOST}


def _none(now: bool) -> Mapping[int, Word]:
    return {}


def _meant(known: Mapping[int, Word], raw: Any) -> Word | None:
    return known.get(_id_in(raw) or 0) or _called(known.values(), raw)


def _id_in(raw: Any) -> int | None:
    if isinstance(raw, str) and raw.strip().isascii() and raw.strip().isdigit():
        return int(raw.strip()[:19])
    if isinstance(raw, int) and not isinstance(raw, bool):
        return id_in_range(raw)
    if not isinstance(raw, str):
        raise Unreadable(_("The id or the name of a tag is expected here."))
    return None


def _called(words: Iterable[Word], raw: Any) -> Word | None:
    name = str(raw).strip().casefold()
    return next((word for word in words if word.is_called(name)), None)


TAGS = TagsKind()


def tags(label: Label, **more: Any) -> ArrayField[list[int], list[int]]:
    """Any number of tags; none is the empty list."""
    column = ArrayField(models.BigIntegerField(), verbose_name=label, default=list, blank=True, **more)
    return kept_as(TAGS, column)


def tagged(noun: str) -> GinIndex:
    """The index of a noun with many records, over those that have tags."""
    return GinIndex(fields=["tags"], name=f"{noun}_tagged", condition=~models.Q(tags=[]))
