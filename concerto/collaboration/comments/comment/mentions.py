"""Whom a text mentions: an “@” and behind it the name of a person, a team or a department, as people write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from concerto.collaboration.sides import people_of
from concerto.kernel.access.membership.model import Membership

# of names of which one begins another, as 林 and 林知夏, the longest that stands there is meant
_NAMED = """
    with named as (
        select 'person' as noun, id, name, lower(name) as word from kernel_person where left_at is null and trashed_at is null
        union all select 'person', id, name, lower(username) from kernel_person where left_at is null and trashed_at is null
        union all select 'team', id, name, lower(word) from kernel_team, unnest(array[name, name_zh]) word where trashed_at is null
        union all select 'department', id, name, lower(word) from kernel_department, unnest(array[name, name_zh]) word where trashed_at is null
    ), found as (
        select noun, id, name, word from named where word <> '' and position('@' || word in lower(%(text)s)) > 0
    )
    select distinct noun, id, name from found one
    where not exists (select from found other where other.word <> one.word and starts_with(other.word, one.word)
        and position('@' || one.word in replace(lower(%(text)s), '@' || other.word, '')) = 0)
"""


@dataclass
class Mentioned:
    """Ids by what they are of, and the names of the people."""

    people: dict[int, str] = field(default_factory=dict)
    teams: set[int] = field(default_factory=set)
    departments: set[int] = field(default_factory=set)

    @property
    def of_groups(self) -> set[int]:
        """Everybody in the teams and departments."""
        members = Membership.everything.filter(team__in=self.teams, trashed_at=None).values_list("person", flat=True)
        found = {person for person in members if person} if self.teams else set()
        return found.union(*(people_of(each) for each in self.departments))


def mentioned_in(text: str) -> Mentioned:
    """One query; none where there is no “@”."""
    told = Mentioned()
    for noun, id, name in _asked(text) if "@" in text else ():
        if noun == "person":
            told.people[id] = name
        else:
            (told.teams if noun == "team" else told.departments).add(id)
    return told


def _asked(text: str) -> Iterable[tuple[str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"text": text})
        return list(cursor.fetchall())
