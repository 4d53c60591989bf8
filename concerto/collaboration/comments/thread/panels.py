"""Threads on timelines: each stands once, where it was last spoken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from concerto.collaboration.comments.comment.entity import comment as described
from concerto.collaboration.comments.comment.model import Comment
from concerto.collaboration.comments.thread.building import threads
from concerto.kernel.pages.panels import Drawing, draws_entries
from concerto.kernel.pages.record.look import Look


@draws_entries(described)
def in_threads(look: Look, comments: Sequence[Comment]) -> Mapping[int, Drawing | None]:
    """The thread at its newest comment; at all others nothing, wherever on the timeline that newest one is."""
    known, found = {each.pk: each for each in comments}, threads(look.actor, comments)
    drawn: dict[int, Drawing | None] = dict.fromkeys(known)
    for newest, thread in found.items():
        if newest in known:
            about = thread.first.comment if thread.first else known[newest]
            drawn[newest] = Drawing("talk/thread.html", thread, about)
    return drawn
