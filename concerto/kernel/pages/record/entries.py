"""A timeline as a page tells it: entries under the headings of their days, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from concerto.kernel.pages.panels import Drawing, Offer, composed, entries_drawn
from concerto.kernel.pages.record.days import day_in_words
from concerto.kernel.pages.record.folding import changed_in_all, folded
from concerto.kernel.pages.record.look import Look, plainly
from concerto.kernel.pages.record.sentences import icon_of, what_of
from concerto.kernel.pages.record.sources import batch_of, source_of
from concerto.kernel.pages.record.undoing import undo_of
from concerto.kernel.timeline.reading import after
from concerto.kernel.timeline.telling import Changed, Happening
from concerto.kernel.ui.addresses import record_address

LEAST = 4  # entries alike that fold into one line


@dataclass(frozen=True)
class Entry:
    """One thing that happened, in words.

    what      the words after the name of who did it
    about     the record it happened to, where that is another than the page's
    body      what was said, of notes and the like
    details   the other values of such an entry, as (field, words)
    changed   fields before and after
    batch     the page of the mass change it is part of
    drawing   what its noun draws there, once for each record, at the newest line
    offers    buttons that others put there
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
    end: str  # where the timeline goes on behind it
    noun: Entity
    record: Record
    drawing: Drawing | None = None
    offers: tuple[Offer, ...] = ()

    @property
    def hour(self) -> str:
        return f"{timezone.localtime(self.at):%H:%M}"


@dataclass(frozen=True)
class Day:
    """A heading and what stands under it, newest first."""

    date: date
    entries: list[Entry]

    @property
    def rows(self) -> list[list[Entry]]:
        """What stands on a line of its own, alone, and what is alike and stands behind one line."""
        return in_runs(self.entries)

    @property
    def label(self) -> str:
        return day_in_words(self.date, timezone.localdate())


def days_of(look: Look, happenings: Sequence[Happening], *, whole: bool = False) -> list[Day]:
    """Entries by the reader's own calendar. `whole` tells every line on its own with all its values, as a history does."""
    entries = entries_of(look, happenings, whole=whole)
    entries = entries if whole else list(_with_drawings(look, entries))
    return [
        Day(day, list(group)) for day, group in groupby(entries, key=lambda entry: timezone.localtime(entry.at).date())
    ]


def entries_of(look: Look, happenings: Sequence[Happening], *, whole: bool = False) -> list[Entry]:
    """Entries in words, one under the other, as nobody has drawn them yet."""
    groups = [[happening] for happening in happenings] if whole else folded(happenings)
    return [_entry(look, group, whole=whole) for group in groups]


def _with_drawings(look: Look, entries: Sequence[Entry]) -> Iterator[Entry]:
    """Nouns draw all their records at once; on the page of a record itself its card stands already."""
    newest = {(each.noun, each.record.pk): each for each in reversed(entries) if each.record != look.record}
    drawings: dict[int, Drawing | None] = {}
    for noun in {noun for noun, _id in newest}:
        if draw := entries_drawn(noun):
            of_noun = {id: each for (other, id), each in newest.items() if other == noun}
            drawn = draw(look, [each.record for each in of_noun.values()])
            drawings |= {of_noun[id].id: drawing for id, drawing in drawn.items()}
    for each in entries:
        drawing = drawings.get(each.id)
        if drawing or each.id not in drawings:
            silent = entries_drawn(each.noun) and each.record != look.record
            told = replace(each, drawing=drawing, changed=() if silent else each.changed)
            about = drawing.record if drawing else None
            yield replace(told, record=about, body=_body(look, each.noun, about)) if about else told


def in_runs(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries in their order; LEAST and more that one person made alike within an hour stand together."""
    runs = [list(run) for _alike, run in groupby(entries, key=_alike)]
    return [part for run in runs for part in ([run] if len(run) >= LEAST else [[each] for each in run])]


def _alike(entry: Entry) -> tuple[object, ...]:
    """What is said in words, as a note, is like nothing else."""
    alone = entry.id if entry.body or entry.drawing else None
    hour = timezone.localtime(entry.at).hour
    return entry.who and entry.who.pk, entry.what, entry.source, hour, alone


def first_rows(days: Sequence[Day], most: int) -> tuple[list[Day], str]:
    """So many rows, and where it goes on behind them; "" where that is all."""
    kept: list[Day] = []
    for day in days:
        rows = day.rows[:most]
        most -= len(rows)
        kept.append(replace(day, entries=[entry for row in rows for entry in row]))
        if len(rows) < len(day.rows) or (most == 0 and day is not days[-1]):
            return kept, kept[-1].entries[-1].end
    return kept, ""


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
        end=after(group[-1].line),
        noun=entity,
        record=record,
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
    told = {entity.title, entity.follows, entity.attached, composed(entity).by, entity.happened}
    for field in readable(look.actor, entity).values():
        shown = field not in told and field.id in entity.written and not field.is_link and field.kind.id != "long-text"
        if shown and not field.kind.is_empty(field.value(record)):
            yield field, field.kind.words(field, record)
