"""What follows words on a timeline: whom they mention, and whom a comment answers, is told, at the record they stand on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from concerto.collaboration.comments.comment.mentions import mentioned_in
from concerto.collaboration.comments.comment.model import Comment
from concerto.kernel.access.actor import PAGE, actor_for
from concerto.kernel.access.audience import profile, seen_among
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import find
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, send

SOON = 0.1  # seconds: a mention is seen while the other one still looks


@reader("collaboration.comments", within=SOON)
def tell_whom_it_concerns(lines: Sequence[Entry]) -> None:
    """Comments, notes, what was said in a call: of every noun that is written on timelines; what a file brings in tells nobody."""
    for line in lines:
        entity = find(line.entity)
        if entity and entity.entry and line.batch is None and (text := words_of(line, entity)):
            send("mentioned", list(_mentioned(line, entity, text)))
    answers = [
        line for line in lines if line.entity == "comment" and line.verb == CREATE and "reply_to" in line.changes
    ]
    if answers:
        send("answered", list(_answered(answers)))


def words_of(line: Entry, entity: Entity) -> str:
    """The long texts that a line gave a record."""
    fields = entity.fields
    given = (
        after for id, (_before, after) in line.changes.items() if id in fields and fields[id].kind.id == "long-text"
    )
    return "\n".join(str(text) for text in given if text)


def _mentioned(line: Entry, entity: Entity, text: str) -> Iterator[Notification]:
    """By name, and of teams and departments whoever is in them: those who may see it. Nobody is told of their own words."""
    told = mentioned_in(text)
    people = {*told.people, *told.of_groups} - {line.actor}
    about = _about(line, entity) if people else None
    if about is None:
        return
    actors = {person: actor for person in sorted(people) if (actor := actor_for(person, PAGE))}
    seen = seen_among((actor, *about) for actor in actors.values())
    for person, actor in actors.items():
        if (profile(actor, about[0]), *about) in seen:
            yield Notification(person, *about, line.id, line.actor)


def _about(line: Entry, entity: Entity) -> tuple[str, int] | None:
    """The record on whose timeline the words stand; a later edit does not say it itself."""
    if line.topic_entity and line.topic:
        return line.topic_entity, line.topic
    row = entity.model.everything.filter(pk=line.record, trashed_at=None).first()
    above = entity.above(row) if row else None
    return (above[0].id, above[1]) if above else None


def _answered(lines: Sequence[Entry]) -> Iterator[Notification]:
    rows = Comment.everything.filter(pk__in=[line.record for line in lines], trashed_at=None)
    authors = dict(rows.values_list("pk", "reply_to__author"))
    for line in lines:
        author = authors.get(line.record)
        if author and author != line.actor and line.topic_entity and line.topic:
            yield Notification(author, line.topic_entity, line.topic, line.id, line.actor)
