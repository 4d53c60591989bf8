"""A timeline as a page tells it: entries under the headings of their days, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import readable
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.pages.panels import composed
from concerto.kernel.pages.record.days import day_in_words
from concerto.kernel.pages.record.folding import changed_in_all, folded
from concerto.kernel.pages.record.look import Look, plainly
from concerto.kernel.pages.record.sentences import icon_of, what_of
from concerto.kernel.pages.record.sources import batch_of, source_of
from concerto.kernel.pages.record.undoing import undo_of
from concerto.kernel.timeline.telling import Changed, Happening
from concerto.kernel.ui.addresses import record_address


@dataclass(frozen=True)
class Entry:
    """One thing that happened, in words.

    what      the words after the name of who did it
    about     the record it happened to, where that is another than the page's
    body      what was said, of notes and the like
    details   the other values of such an entry, as (field, words)
    changed   fields before and after
    batch     the page of the mass change it is part of
    undo      where to post to take it back, "" where it cannot be; `also` names further lines of the same group
    """

    id: int
    who: Person | None
    at: datetime
    icon: str
    what: str
    title: str
    address: str
    body: str
    details: tuple[tuple[Field, str], ...]
    changed: tuple[Changed, ...]
    source: str
    batch: str
    undo: str
    also: str
    edit: str

    @property
    def hour(self) -> str:
        return f"{timezone.localtime(self.at):%H:%M}"


@dataclass(frozen=True)
class Day:
    """A heading and what stands under it, newest first."""

    date: date
    entries: list[Entry]

    @property
    def label(self) -> str:
        return day_in_words(self.date, timezone.localdate())


def days_of(look: Look, happenings: Sequence[Happening], *, whole: bool = False) -> list[Day]:
    """Entries by the reader's own calendar. `whole` tells every line on its own with all its values, as a history does."""
    groups = [[happening] for happening in happenings] if whole else folded(happenings)
    entries = [_entry(look, group, whole=whole) for group in groups]
    return [
        Day(day, list(group)) for day, group in groupby(entries, key=lambda entry: timezone.localtime(entry.at).date())
    ]


def _entry(look: Look, group: Sequence[Happening], *, whole: bool) -> Entry:
    newest = group[0]
    entity, record, line = newest.entity, newest.record or look.record, newest.line
    own = record == look.record
    written = entity.entry and line.verb == CREATE and not whole
    changed = changed_in_all(group) if whole or line.verb != CREATE else ()
    undo, also = undo_of(look, group)
    return Entry(
        id=line.id,
        who=newest.who,
        at=line.happened_at,
        icon=icon_of(entity, record, line.verb),
        what=what_of(entity, record, line.verb, len(changed), own=own),
        title="" if own else _title(look, newest, record, written=written),
        address="" if own else record_address(entity, record.pk),
        body=_body(look, entity, record) if written else "",
        details=tuple(_details(look, entity, record)) if written else (),
        changed=changed,
        source=source_of(line),
        batch=batch_of(look.actor, line),
        undo="" if written else undo,
        also=also,
        edit=f"{record_address(entity, record.pk)}/edit"
        if written and plainly(look.actor, entity, Act.EDIT, record)
        else "",
    )


def _title(look: Look, happening: Happening, record: Record, *, written: bool) -> str:
    """What stands for a record in a line; nothing where its title is the body below, what it links to where it has none."""
    title, follows = happening.entity.title, happening.entity.follows
    if written and title.kind.id == "long-text":
        return ""
    if not title.kind.is_empty(title.value(record)):
        return look.sight.title_of(record)
    linked = (changed.after for changed in happening.changed if changed.field.is_link and changed.field != follows)
    return next(linked, "") or look.sight.title_of(record)


def _body(look: Look, entity: Entity, record: Record) -> str:
    """The long texts of an entry, as far as they may be read."""
    texts = (field.value(record) for field in readable(look.actor, entity).values() if field.kind.id == "long-text")
    return "\n\n".join(text for text in texts if text)


def _details(look: Look, entity: Entity, record: Record) -> Iterator[tuple[Field, str]]:
    """The short values of an entry that its line does not say already."""
    told = {entity.title, entity.follows, composed(entity).by, entity.happened}
    for field in readable(look.actor, entity).values():
        shown = field not in told and field.id in entity.written and not field.is_link and field.kind.id != "long-text"
        if shown and not field.kind.is_empty(field.value(record)):
            yield field, field.kind.show(field, field.value(record))
