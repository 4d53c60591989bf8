"""What links name, found for many at once: by id, by code, by title, by a key such as a person's mail address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.values import key_columns, split_code
from concerto.kernel.entity import among
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.link import Named
from concerto.kernel.redirects.finding import survivors
from concerto.kernel.text.pinyin import sort_key

Link = int | Named
NOBODY = _("There is no such record.")
SEVERAL = _("Several records have this name; give the code as well, for example “Name [C-00012]”.")


def resolve_many(actor: Actor, link: Field, values: Iterable[Link]) -> dict[Link, int | Label]:
    """Each value with the id of the record that it names, or with why there is none. A few queries, however many values.

    They name what `values.resolve` finds one by one; an unseen record is as a missing one.
    """
    naming = _Naming(actor, entity_of(link.target))
    asked = set(values)
    naming.by_id({value for value in asked if isinstance(value, int)})
    naming.by_words({value.words for value in asked if isinstance(value, Named)})
    return {value: naming.answer(value if isinstance(value, int) else value.words) for value in asked}


def now(actor: Actor, entity: Entity, ids: Iterable[int]) -> Mapping[int, int]:
    """Each id with the record that it is now, where the actor sees that one: itself, or what it was merged into."""
    asked = set(ids)
    here = _seen(actor, entity, asked)
    merged = survivors(entity.id, asked - here)
    there = _seen(actor, entity, set(merged.values())) if merged else set()
    return {id: id for id in here} | {id: onto for id, onto in merged.items() if onto in there}


def _seen(actor: Actor, entity: Entity, ids: Iterable[int]) -> set[int]:
    return set(visible_to(actor, entity.model).filter(among.ids(ids)).values_list("pk", flat=True))


@dataclass
class _Naming:
    """What is found while more and more places are asked: what was given → ids."""

    actor: Actor
    entity: Entity
    found: dict[int | str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def answer(self, given: int | str) -> int | Label:
        ids = self.found.get(given, [])
        return ids[0] if len(ids) == 1 else SEVERAL if ids else NOBODY

    def by_id(self, ids: set[int]) -> None:
        for id, record in now(self.actor, self.entity, ids).items() if ids else ():
            self.found[id].append(record)

    def by_words(self, words: set[str]) -> None:
        coded = {each: split_code(self.entity, each) for each in words}
        self._by_code({each: (id, title) for each, (id, title) in coded.items() if id is not None})
        titles = {each: title or each for each, (id, title) in coded.items() if id is None}
        self._by_title(titles)
        self._by_key([each for each in titles if not self.found.get(each)])

    def _by_code(self, coded: Mapping[str, tuple[int, str | None]]) -> None:
        rows = {row.pk: row for row in self._rows(Q(among.ids({id for id, _title in coded.values()})))} if coded else {}
        for words, (id, title) in coded.items():
            if id in rows and (title is None or title in self.entity.title_of(rows[id])):
                self.found[words].append(id)
        gone = {id for id, _title in coded.values() if id not in rows}
        onto = now(self.actor, self.entity, gone) if gone else {}
        self._note((onto[id], [words]) for words, (id, _title) in coded.items() if id in onto)

    def _by_title(self, titles: Mapping[str, str]) -> None:
        """By what titles are sorted by, for which there is an index, and then by the titles themselves."""
        asked = defaultdict(list)
        for words, title in titles.items():
            asked[title.casefold()].append(words)
        keys = {key for title in titles.values() for key in sort_keys(title)}
        rows = (
            self._rows(Q(among.Among("sort_key", keys))).values_list("pk", self.entity.title.attribute) if keys else ()
        )
        self._note((id, asked.get(str(title).casefold(), ())) for id, title in rows)

    def _by_key(self, words: Iterable[str]) -> None:
        """Key after key; what an earlier one has found is not looked for in a later one."""
        left = {each.casefold(): each for each in words}
        for column in key_columns(self.entity):
            if not left:
                return
            rows = self._rows(Q(among.Among(Lower(column), left))).values_list("pk", column)
            self._note((id, (left[key],)) for id, value in rows if (key := str(value).casefold()) in left)
            left = {key: each for key, each in left.items() if not self.found.get(each)}

    def _note(self, hits: Iterable[tuple[int, Iterable[str]]]) -> None:
        for id, words in hits:
            for each in words:
                self.found[each].append(id)

    def _rows(self, condition: Q) -> QuerySet[Record]:
        return visible_to(self.actor, self.entity.model).filter(condition).defer("search")


def sort_keys(title: str) -> set[str]:
    """What a record of this title can be sorted by, be it a person or not."""
    return {sort_key(title, person=person) for person in (False, True)}
