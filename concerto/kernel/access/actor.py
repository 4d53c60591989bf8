"""Who acts: a person with roles and a place in the company, the door used, and what is being done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from concerto.kernel.access.policy import DECLARED, Policy, at
from concerto.kernel.entity.policy import EVERYONE, Act
from concerto.kernel.overlay.loading import VERSION, follow
from concerto.kernel.statements import planned
from concerto.kernel.statements.kept import Slot

if TYPE_CHECKING:
    from concerto.kernel.entity.entity import Entity

PAGE, API, IMPORT, COMMAND, JOB, READER = "page", "api", "import", "command", "job", "reader"  # the doors
BULK = "bulk"  # the door of what is done to many records at once
UNDO = "undo"  # the verb of whoever takes a change back


@dataclass(frozen=True)
class Preferences:
    """How a person wants pages to be; empty means what the company or the browser says."""

    language: str = ""
    time_zone: str = ""
    theme: str = "system"
    density: str = "comfortable"
    week: str = ""
    dates: str = ""
    amounts: str = ""


@dataclass(frozen=True)
class Limits:
    """How far a key reaches within the rights of its person: these acts, of these nouns. None: no limit."""

    acts: frozenset[Act] | None = None
    nouns: frozenset[str] | None = None

    @classmethod
    def of(cls, acts: Iterable[str], nouns: Iterable[str]) -> Limits:
        """As a token keeps them, where none said is no limit. Whoever may do anything at all may read it first."""
        said, named = frozenset(map(Act, acts)), frozenset(nouns)
        return cls(said | {Act.READ} if said else None, named or None)

    def allow(self, entity: Entity, act: Act) -> bool:
        within = self.nouns is None or entity.id in self.nouns
        return within and (self.acts is None or act in self.acts)


NO_LIMITS = Limits()


@dataclass(frozen=True)
class Standing:
    """What the rights on nouns and fields follow from, whatever the row: people of one standing share them."""

    roles: frozenset[str]
    policy: Policy
    granted: frozenset[tuple[str, str]]
    limits: Limits = NO_LIMITS

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Worked out once: rights are looked up by it hundreds of times for a page."""
        return hash((self.roles, self.policy, self.granted, self.limits))


@dataclass(frozen=True)
class Actor:
    """Passed first to everything that reads or writes. From `verb` to `reason`: what is being done, for the journal."""

    person: int | None  # None is the system itself, which may do everything
    name: str
    door: str
    roles: frozenset[str] = frozenset()
    department: int | None = None
    tree: frozenset[int] = frozenset()  # my department and all below it
    mates: frozenset[int] = frozenset()  # people in a team of mine, myself included
    verb: str = ""
    batch: int | None = None
    line: int | None = None
    because: int | None = None
    reason: str = ""
    preferences: Preferences = Preferences()
    hue: str = "it"  # of the department, for the circle with the initials
    policy: Policy = field(default=DECLARED, repr=False)
    teams: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()  # my department and all that it is part of
    granted: frozenset[tuple[str, str]] = frozenset()  # (prefix of a noun, level): some record of it is shared with me
    limits: Limits = NO_LIMITS  # of the key that is used
    key: int | None = None  # the API token's id, for work that goes on after the request
    proved: bool = (
        True  # False in a session that has not shown lately who it is; keys and programs were given on purpose
    )
    cleared: frozenset[int] = frozenset()  # the approval rules that this very write has passed
    favourites: tuple[tuple[str, int], ...] = ()  # (noun, id) of what the rail has, whether it can be seen now or not

    @property
    def is_system(self) -> bool:
        return self.person is None

    @cached_property
    def standing(self) -> Standing:
        return Standing(self.roles, self.policy, self.granted, self.limits)

    @cached_property
    def place(self) -> dict[str, Any]:
        """What people of one standing differ in, as kept queries are given it: by the names of the slots."""
        several = {name: sorted(getattr(self, name)) for name in ("tree", "mates", "teams", "above")}
        return {
            f"my_{name}": value
            for name, value in {"person": self.person, "department": self.department, **several}.items()
        }

    @classmethod
    def standing_at(cls, standing: Standing) -> Actor:
        """Somebody of this standing, with slots for who that is and for whom they stand beside."""
        one: dict[str, Any] = {name: Slot(f"my_{name}") for name in ("person", "department")}
        several: dict[str, Any] = {name: Slot(f"my_{name}", "bigint[]") for name in ("tree", "mates", "teams", "above")}
        return replace(cls.anybody(standing), **one, **several)

    @classmethod
    def anybody(cls, standing: Standing) -> Actor:
        """Somebody of this standing, for what follows from it alone."""
        return cls(
            0,
            "",
            "",
            standing.roles,
            policy=standing.policy,
            granted=standing.granted,
            limits=standing.limits,
        )

    def at(self, door: str) -> Actor:
        """The same actor, coming by another door."""
        return replace(self, door=door)

    def doing(self, verb: str) -> Actor:
        """The same actor, within the action called `verb`."""
        return replace(self, verb=verb)

    def limited(self, limits: Limits, key: int | None = None) -> Actor:
        """The same actor, by a key that reaches no further than this."""
        return replace(self, limits=limits, key=key)

    def following(self, journal_id: int) -> Actor:
        """The same actor, acting because of a journal line."""
        return replace(self, because=journal_id)

    def within(self, batch: int | None, line: int | None = None) -> Actor:
        """The same actor, within a batch (and for a line of its file)."""
        return replace(self, batch=batch, line=line)


SYSTEM = Actor(None, "Concerto", COMMAND)

_PLACE = f"""
    with recursive tree as (
        select department_id as id from kernel_person where id = %(person)s and department_id is not null
        union select part.id from kernel_department part join tree on part.parent_id = tree.id where part.trashed_at is null
    ), above as (
        select department_id as id from kernel_person where id = %(person)s and department_id is not null
        union select part.parent_id from kernel_department part join above on part.id = above.id where part.parent_id is not null
    ), teams as (
        select team_id as id from kernel_membership where person_id = %(person)s and trashed_at is null
    ), mates as (
        select person_id as id from kernel_membership where team_id in (select id from teams) and trashed_at is null
    ), granted as (
        select prefix, level, until from kernel_grant where person_id = %(person)s and trashed_at is null
        union select prefix, level, until from kernel_grant where team_id in (select id from teams) and trashed_at is null
        union select prefix, level, until from kernel_grant where department_id in (select id from above) and trashed_at is null
        union select prefix, level, until from kernel_grant where role <> '' and trashed_at is null
            and role = any(array(select unnest(roles) from kernel_person where id = %(person)s) || %(everyone)s::text)
    )
    select person.name, person.roles, person.department_id, array(select id from tree), array(select id from mates),
        array(select id from above), array(select id from teams), array(select distinct prefix || ':' || level from granted where until is null or until > now()),
        (select version from kernel_policy),
        array(select entity || ':' || record from kernel_favourite where person_id = %(person)s order by id),
        coalesce(department.hue, 'it'), {VERSION}, person.language, person.time_zone, person.theme, person.density,
        person.week, person.dates, person.amounts
    from kernel_person person left join kernel_department department on department.id = person.department_id
    where person.id = %(person)s and person.left_at is null and person.trashed_at is null
"""


def actor_for(person: int, door: str) -> Actor | None:
    """The actor that a person is right now, in one query; None where the person has left.

    From here on this thread works with the fields and layouts that administrators keep at this moment.
    """
    found = planned.rows(_PLACE, {"person": person, "everyone": EVERYONE.id})
    if not found:
        return None
    name, roles, department, tree, mates, above, teams, granted, version, kept, hue, shapes, *preferences = found[0]
    follow(shapes)
    place = (department, frozenset(tree), frozenset(mates) | {person})
    return Actor(
        person,
        name,
        door,
        frozenset(roles) | {EVERYONE.id},
        *place,
        preferences=Preferences(*preferences),
        hue=hue,
        policy=at(version),
        above=frozenset(above),
        teams=frozenset(teams),
        granted=frozenset(tuple(each.split(":")) for each in granted),
        favourites=tuple((noun, int(id)) for noun, id in (each.split(":") for each in kept)),
    )
