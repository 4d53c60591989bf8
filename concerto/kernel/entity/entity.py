"""The one description of a noun. Pages, API, import, export, search, access, history and documents follow from it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from concerto.kernel.entity import registry
from concerto.kernel.entity.field import Field, described
from concerto.kernel.entity.policy import Act, Rule, Scope
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.shape import Shape
from concerto.kernel.entity.shapes import current
from concerto.kernel.fields.kind import Label

if TYPE_CHECKING:
    from concerto.kernel.actions.action import Action

Symbol = Any  # a model attribute such as Customer.name; Django's descriptors all carry `.field`
Guard = Callable[[Any, Any, Mapping[str, Any]], None]
Column = Any  # of a model
TAGS = "tags"  # the field that every record has and no description names
Check = Callable[[Any], Mapping[str, Label]]


@dataclass(frozen=True)
class Section:
    """Fields shown together under one heading on the record page and in forms, in this order."""

    label: Label
    fields: tuple[Symbol, ...]

    def __init__(self, label: Label, *fields: Symbol) -> None:
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "fields", fields)


@dataclass(frozen=True)
class Match:
    """How an import recognises a record it already knows: equal `on`, among records where `only` holds."""

    on: Symbol
    only: Mapping[str, Any]

    def __init__(self, on: Symbol, **only: Any) -> None:
        object.__setattr__(self, "on", on)
        object.__setattr__(self, "only", only)


@dataclass(frozen=True)
class Alike:
    """How duplicates of a noun are told, beside by their titles and by whatever leads to them.

    within   fields that must be equal: a person is never the duplicate of a firm
    also     a field with a further name of the same thing
    place    the field that says where it is
    host     the field with its web address
    survive  field → how its value is chosen when two become one (duplicates/surviving.py), where that is not the usual way
    """

    within: Sequence[Symbol] = ()
    also: Symbol = None
    place: Symbol = None
    host: Symbol = None
    survive: Mapping[Symbol, str] | None = None


@dataclass(frozen=True)
class Beside:
    """How records of a noun stand in a file of the noun they follow: a column for each choice of `sort`, in whose cells
    is what the noun `identifies` by. `known_as`: choice → what files of other systems call such a column."""

    sort: Symbol
    known_as: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Head:
    """What the head of a record's page says beside its title.

    under    values in the line under the title
    badges   short values beside it
    steps    the choice whose choices, in their order, are the way a record goes; drawn as a path
    ahead    the page below a record's own that tells what lies ahead on that way; fetched into the head once it stands
    """

    under: Sequence[Symbol] = ()
    badges: Sequence[Symbol] = ()
    steps: Symbol = None
    ahead: str = ""


@dataclass(frozen=True)
class Ready:
    """A list that everybody finds ready above those of a noun, as far as they may ask what it asks. `key` names it in
    addresses, `filter` is in the filter language, `sort` as in an address."""

    key: str
    label: Label
    filter: str
    sort: str = ""


class Entity:
    """One noun, described once.

    id       singular, used in the journal, in search results and as `concerto import --as`
    path     plural, used in addresses of pages and API
    prefix   letter of the code a person may quote: customer 218 is "C-00218"
    title    the field whose words stand for the record; person=True sorts it as a name of a person
    columns  what a list shows unless the reader chooses otherwise
    page     sections of the record page and of forms; a field in no section and not in `quiet` is refused at start-up
    head     what the head of that page says beside the title
    quiet    fields that exist for code only: on no page, in no API, in no export
    derived  fields that readers keep; nobody writes them
    search   fields whose words find the record
    match    how an import recognises a record we have
    known_as what files of other systems call a field, beside its labels: field → words
    owner, department   the fields that the scopes OWN, TEAM, DEPARTMENT and TREE look at
    shared   the choice (entity/sharing.py) with whom the owner shares it; the scope SHARED looks at it
    title_zh the field that stands for it instead, for readers of Chinese, where it is filled
    follows  the link to the record this one belongs to; scopes READABLE and EDITABLE and the timeline use it
    attached the code of the record, of any noun, that this one belongs to; the same follows from it (see attached.py)
    attaches whether records of a noun can have such ones; where nothing is said, those of every noun that is not attached itself
    alone    links to people and departments: of what is attached to nothing, whoever is named there, or belongs there, has it
             within READABLE and EDITABLE; without them everything is attached to a record
    aside    its lines stand on the timeline of what they belong to alone, not on that of what this belongs to in turn
    entry    its records are themselves entries of that timeline (notes, activities): edits show in place, not as lines
    gathers  people come together in its records about others, as in a meeting: what departments owe each other is not owed of it
    followed whether people follow by themselves what they make of it or write on; what tells its people in its own way says no
    alike    how duplicates are told; a noun without it has no search for them
    identifies  the field whose value tells which record it belongs to: a phone number, a mail address
    beside   how its records come as columns of the records that they follow
    happened the field that says when it took place, where that is not when it was entered
    checks   pure functions record → {field id: what is wrong}, run before every write
    guards   functions (actor, record, {field id: [before, after]}) that raise Refused where this actor may not write
             that; deleting and restoring change `trashed_at`
    proof    fields that a session changes only when it has shown lately who it is
    made_on  the address of a page of its own on which people make such records, where the form is not the best place
    ready    lists that everybody finds ready, beside those that every noun has
    opens_on the address of a page of its own that the rail leads to, where the list is not the best first look
    called   other labels than the columns of the model have, for nouns that share one
    declared False for a noun that administrators described: it is in force with the shapes, not in the registry
    """

    def __init__(
        self,
        model: type[Record],
        *,
        id: str,
        path: str,
        prefix: str,
        label: Label,
        plural: Label,
        icon: str,
        title: Symbol,
        columns: Sequence[Symbol],
        page: Sequence[Section],
        access: Sequence[Rule],
        head: Head = Head(),
        about: Label = "",
        person: bool | Symbol = False,
        quiet: Sequence[Symbol] = (),
        derived: Sequence[Symbol] = (),
        search: Sequence[Symbol] = (),
        match: Sequence[Match] = (),
        known_as: Mapping[Symbol, Sequence[str]] | None = None,
        owner: Symbol = None,
        department: Symbol = None,
        shared: Symbol = None,
        made_on: str = "",
        opens_on: str = "",
        follows: Symbol = None,
        attached: Symbol = None,
        attaches: Callable[[Entity], bool] | None = None,
        alone: Sequence[Symbol] = (),
        happened: Symbol = None,
        entry: bool = False,
        aside: bool = False,
        gathers: bool = False,
        followed: bool = True,
        title_zh: Symbol = None,
        alike: Alike | None = None,
        identifies: Symbol = None,
        beside: Beside | None = None,
        checks: Sequence[Check] = (),
        guards: Sequence[Guard] = (),
        proof: Sequence[Symbol] = (),
        actions: Sequence[Action[Any]] = (),
        ready: Sequence[Ready] = (),
        called: Mapping[Symbol, Label] | None = None,
        declared: bool = True,
    ) -> None:
        self.model, self.id, self.path, self.prefix = model, id, path, prefix
        self.label, self.plural, self.icon, self.about = label, plural, icon, about
        self.person, self.head = person, head
        self.access, self.page, self.match = tuple(access), tuple(page), tuple(match)
        self.aside, self.entry, self.checks, self.guards = aside, entry, tuple(checks), tuple(guards)
        self.followed, self.gathers = followed, gathers
        self._title_zh = title_zh
        self.known_as = {symbol.field.name: tuple(words) for symbol, words in (known_as or {}).items()}
        self._title, self._columns, self._quiet, self._derived, self._search = title, columns, quiet, derived, search
        self._owner, self._department, self._follows, self._happened = owner, department, follows, happened
        self._shared, self.alike, self._identifies = shared, alike, identifies
        self.made_on, self._attached, self.beside = made_on, attached, beside
        self._attaches, self._alone, self.opens_on = attaches, alone, opens_on
        self.ready = tuple(ready)
        self.named_by: list[tuple[type[Record], str, str]] = []
        self.actions = {action.verb: action for action in actions}
        self.proof = frozenset(symbol.field.name for symbol in proof)
        self._called = {symbol.field.name: label for symbol, label in (called or {}).items()}
        self.is_declared = declared
        self.declared_at = where_called() if declared else "described by administrators"
        if declared:
            registry.register(self)

    def also_does(self, action: Action[Any]) -> None:
        """Take on a verb that another noun, which stands above this one, describes in its `verbs.py`."""
        self.actions[action.verb] = action

    def also_names(self, link: Symbol, person: Symbol) -> None:
        """Of what is attached to nothing, also those have it whom records of another noun, which link to it, name."""
        assert link and person
        self.named_by.append((link.field.model, link.field.attname, person.field.attname))

    # -- fields ------------------------------------------------------------------------------------------------
    @property
    def shape(self) -> Shape:
        """The noun as it is at this moment, with what administrators added; everything that depends on them asks it."""
        return current().by_noun.get(self.id) or self.own_shape

    @cached_property
    def own_shape(self) -> Shape:
        """The noun as it is described, with nothing added."""
        return Shape(self)

    @property
    def fields(self) -> Mapping[str, Field]:
        """Every field by id: those of the model in its order, then those that administrators added."""
        return self.shape.fields

    @property
    def written(self) -> Mapping[str, Field]:
        """Fields that people and files may write (before any role is asked)."""
        return self.shape.written

    @property
    def columns(self) -> tuple[Field, ...]:
        return self.shape.columns

    @property
    def sections(self) -> tuple[tuple[Label, tuple[Field, ...]], ...]:
        return self.shape.sections

    @property
    def searched(self) -> tuple[Field, ...]:
        return self.shape.searched

    @property
    def links(self) -> tuple[Field, ...]:
        return self.shape.links

    @cached_property
    def own_fields(self) -> Mapping[str, Field]:
        """Every described field by id, in the order of the model."""
        derived = {symbol.field.name for symbol in self._derived}
        columns = (called_otherwise(each, self._called) for each in self.model._meta.concrete_fields)
        found = [described(column, derived=column.name in derived) for column in columns]
        quiet = {symbol.field.name for symbol in self._quiet} | (set() if self.is_tagged else {TAGS})
        return {field.id: field for field in found if field and field.id not in quiet}

    @cached_property
    def is_tagged(self) -> bool:
        """Whether its records have tags: those that somebody may edit have."""
        return self.is_edited

    @cached_property
    def is_edited(self) -> bool:
        """Whether the access table lets anybody edit its records."""
        return any(rule.scope(Act.EDIT) is not Scope.NONE for rule in self.access)

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """Ids of the fields that columns, sections and search name, whether they are described or not."""
        placed = (symbol for section in self.page for symbol in section.fields)
        return frozenset(symbol.field.name for symbol in (*self._columns, *self._search, *placed))

    @cached_property
    def own_columns(self) -> tuple[Field, ...]:
        """What a list shows; the tags of what stands for itself come last."""
        tags = [field for id, field in self.own_fields.items() if id == TAGS and not (self.follows or self.attached)]
        return (*(self.at(symbol) for symbol in self._columns), *tags)

    @cached_property
    def own_searched(self) -> tuple[Field, ...]:
        return tuple(self.at(symbol) for symbol in self._search)

    @cached_property
    def own_sections(self) -> tuple[tuple[Label, tuple[Field, ...]], ...]:
        """The page's sections; tags stand at the end of the first."""
        first, *others = [(each.label, tuple(self.at(symbol) for symbol in each.fields)) for each in self.page]
        tags = [field for id, field in self.own_fields.items() if id == TAGS]
        return ((first[0], (*first[1], *tags)), *others)

    @cached_property
    def under(self) -> tuple[Field, ...]:
        return tuple(self.at(symbol) for symbol in self.head.under)

    @cached_property
    def badges(self) -> tuple[Field, ...]:
        return tuple(self.at(symbol) for symbol in self.head.badges)

    @cached_property
    def steps(self) -> Field | None:
        return self.at(self.head.steps) if self.head.steps else None

    @cached_property
    def title(self) -> Field:
        return self.at(self._title)

    @cached_property
    def title_zh(self) -> Field | None:
        return self.at(self._title_zh) if self._title_zh else None

    @cached_property
    def owner(self) -> str | None:
        """The attribute that holds the owner's id; of a person it is the person's own id."""
        return self._owner.field.attname if self._owner else None

    @cached_property
    def department(self) -> str | None:
        """The attribute that holds the department's id."""
        return self._department.field.attname if self._department else None

    @cached_property
    def shared(self) -> str | None:
        """The attribute that says with whom the owner shares it."""
        return self._shared.field.attname if self._shared else None

    @cached_property
    def follows(self) -> Field | None:
        return self.at(self._follows) if self._follows else None

    @cached_property
    def attached(self) -> Field | None:
        return self.at(self._attached) if self._attached else None

    @cached_property
    def alone(self) -> tuple[Field, ...]:
        """The links to whom a record that is attached to nothing is known."""
        return tuple(self.at(symbol) for symbol in self._alone)

    @cached_property
    def identifies(self) -> Field | None:
        return self.at(self._identifies) if self._identifies else None

    @cached_property
    def happened(self) -> Field | None:
        return self.at(self._happened) if self._happened else None

    def at(self, symbol: Symbol) -> Field:
        """The description of a model attribute such as `Customer.name`."""
        return self.own_fields[symbol.field.name]

    def can_be_attached_to(self, other: Entity) -> bool:
        """Whether records of this noun can belong to those of another: as `attaches` says, else to those of every noun that
        are not attached themselves and do not belong to what is."""
        if not self.attached or other is self:
            return False
        return self._attaches(other) if self._attaches else not other.is_within_attached

    @cached_property
    def is_within_attached(self) -> bool:
        """Whether its records are attached, or belong in turn to such that are."""
        above, passed = self, set()
        while above.follows and above.id not in passed:
            passed.add(above.id)
            above = registry.entity_of(above.follows.target)
        return bool(above.attached)

    # -- records ------------------------------------------------------------------------------------------------
    def above(self, record: Record) -> tuple[Entity, int] | None:
        """The noun and the id of the record that this one belongs to; None where it stands for itself."""
        if self.follows:
            return registry.entity_of(self.follows.target), self.follows.value(record)
        return registry.meant(self.attached.value(record)) if self.attached else None

    def code(self, id: int) -> str:
        """What a person quotes for the record: C-00218."""
        return f"{self.prefix}-{id:05d}"

    def title_of(self, record: Record) -> str:
        """The words that stand for a record; its code where the title is empty."""
        fields = (self.title_zh, self.title) if (get_language() or "").startswith("zh") else (self.title, self.title_zh)
        words = (field.kind.title(field, record) for field in fields if field and field.value(record))
        return next(words, self.code(record.pk))[:120]

    def is_person(self, record: Record) -> bool:
        """Whether the record is a human being: drawn round, and sorted by surname."""
        return self.person if isinstance(self.person, bool) else bool(self.person(record))

    def dump(self, record: Record) -> dict[str, Any]:
        """All described values of a record as JSON: what its journal, replayed, must add up to."""
        return {id: field.dump(record) for id, field in self.fields.items()}

    @property
    def is_retired(self) -> bool:
        """Whether administrators, who described it, put it away: nobody has any right on it, and its data is kept."""
        return not self.access

    @property
    def module(self) -> str:
        """The department the noun lives in, which can be switched off as a whole."""
        return self.model._meta.app_label

    def __repr__(self) -> str:
        return f"<Entity {self.id}>"


def called_otherwise(column: Column, labels: Mapping[str, Label]) -> Column:
    """The column under the label that one noun gives it."""
    if column.name not in labels:
        return column
    other = copy(column)
    other.verbose_name = labels[column.name]
    return other


def where_called() -> str:
    """file:line of the module that describes an entity, for `concerto explain`."""
    frame = sys._getframe(2)  # `inspect.stack` reads the source of every caller, for each noun of every process
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"
