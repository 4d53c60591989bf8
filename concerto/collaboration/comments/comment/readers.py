"""What follows a comment: whom it mentions and whom it answers is told, at the record that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from concerto.collaboration.comments.comment.mentions import mentioned_in
from concerto.collaboration.comments.comment.model import Comment
from concerto.kernel.access.actor import PAGE, actor_for
from concerto.kernel.access.audience import profile, seen_among
from concerto.kernel.entity.registry import meant
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, send

SOON = 0.1  # seconds: a mention is seen while the other one still looks


@reader("collaboration.comments", within=SOON)
def tell_whom_it_concerns(lines: Sequence[Entry]) -> None:
    """New words and changed ones; who was told by an earlier wording is told again only if the line is another one."""
    said = [line for line in lines if line.entity == "comment" and "body" in line.changes]
    comments = (
        Comment.everything.filter(trashed_at=None).select_related("reply_to").in_bulk([line.record for line in said])
    )
    for line in said:
        if comment := comments.get(line.record):
            send("mentioned", list(_mentioned(line, comment)))
            send("answered", list(_answered(line, comment)))


def _mentioned(line: Entry, comment: Comment) -> Iterator[Notification]:
    """By name, and of teams and departments those who may see it; nobody is told of their own words."""
    known = meant(comment.subject)
    told = mentioned_in(comment.body)
    people = {*told.people, *told.of_groups} - {line.actor}
    actors = {person: actor for person in people if (actor := actor_for(person, PAGE))}
    if known is None:
        return
    noun, id = known[0].id, known[1]
    seen = seen_among((actor, noun, id) for actor in actors.values())
    for person, actor in sorted(actors.items()):
        if (profile(actor, noun), noun, id) in seen:
            yield Notification(person, noun, id, line.id, line.actor)


def _answered(line: Entry, comment: Comment) -> Iterator[Notification]:
    known, first = meant(comment.subject), comment.reply_to
    if known and first and first.author_id and first.author_id != line.actor and line.verb == "create":
        yield Notification(first.author_id, known[0].id, known[1], line.id, line.actor)
