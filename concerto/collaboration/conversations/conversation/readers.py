"""What follows words in a conversation: it remembers when, and those who take part in it are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

from concerto.collaboration.comments.comment.model import Comment
from concerto.collaboration.conversations.conversation.entity import conversation as described
from concerto.collaboration.conversations.conversation.model import Conversation
from concerto.kernel.access.actor import PAGE, actor_for
from concerto.kernel.access.audience import profile, seen_among
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, send

SOON = 0.1  # seconds: an answer is seen while the other one still looks
_SAID = """
    update collaboration_conversation conversation set last_said = said.at
    from (select topic, max(at) as at from unnest(%s::bigint[], %s::timestamptz[]) as t(topic, at) group by topic) said
    where conversation.id = said.topic and (conversation.last_said is null or conversation.last_said < said.at)
"""


@reader("collaboration.conversations", within=SOON)
def follow_what_is_said(lines: Sequence[Entry]) -> None:
    """Each comment once; reading a line twice changes nothing."""
    words = [line for line in lines if _is_said(line)]
    if not words:
        return
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [[line.topic for line in words], [line.at for line in words]])
    people = _taking_part({line.topic for line in words if line.topic})
    told = [(line, person) for line in words for person in people.get(line.topic or 0, ()) if person != line.actor]
    seen = _seeing({(person, line.topic or 0) for line, person in told})
    send(
        "said",
        [
            Notification(person, described.id, line.topic or 0, line.id, line.actor)
            for line, person in told
            if (person, line.topic) in seen
        ],
    )


def _is_said(line: Entry) -> bool:
    return line.entity == "comment" and line.verb == CREATE and line.topic_entity == described.id


def _taking_part(conversations: set[int]) -> Mapping[int, set[int]]:
    """Ids of those whose a conversation is, whom it was shared with by name, and who wrote in it."""
    people: dict[int, set[int]] = {id: set() for id in conversations}
    here = {"prefix": described.prefix, "number__in": conversations, "trashed_at": None}
    owners = Conversation.everything.filter(pk__in=conversations).values_list("pk", "owner")
    invited = Grant.everything.filter(**here, until=None).values_list("number", "person")
    authors = Comment.everything.filter(**here).values_list("number", "author").distinct()
    for id, person in (*owners, *invited, *authors):
        if person:
            people[id].add(person)
    return people


def _seeing(asked: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of (person, conversation), those where the person may still read it."""
    actors = {person: actor for person in {each for each, _id in asked} if (actor := actor_for(person, PAGE))}
    seen = seen_among((actors[person], described.id, id) for person, id in asked if person in actors)
    return {
        (person, id)
        for person, id in asked
        if person in actors and (profile(actors[person], described.id), described.id, id) in seen
    }
