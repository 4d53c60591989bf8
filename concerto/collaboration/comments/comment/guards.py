"""What may be said: to people who may see what it is about, and in answer to what was said there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.comments.comment.mentions import mentioned_in
from concerto.collaboration.comments.comment.model import Comment
from concerto.kernel.access.actor import PAGE, Actor, actor_for
from concerto.kernel.access.reaching import reached
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.registry import entity_of, meant


def answers_the_same_record(actor: Actor, comment: Comment, changes: Mapping[str, Any]) -> None:
    """Raise Invalid for an answer to what was said elsewhere, and where a comment would move to another record."""
    known = meant(comment.subject)
    if "subject" in changes and (comment.pk or known is None or not entity_of(comment).can_be_attached_to(known[0])):
        raise Invalid({"subject": _("A comment stays with the record that it was written on.")})
    if "reply_to" in changes and comment.reply_to_id:
        _refuse_wrong_thread(comment)


def _refuse_wrong_thread(comment: Comment) -> None:
    """Raise Invalid where it would answer what was said elsewhere, or an answer: a thread has one level, so that it can be read."""
    first = comment.reply_to
    if first.subject != comment.subject:
        raise Invalid({"reply_to": _("That was said about another record.")})
    if first.reply_to_id or first.pk == comment.pk:
        raise Invalid({"reply_to": _("Answer the comment with which the thread begins.")})
    if comment.pk and Comment.everything.filter(reply_to=comment.pk, trashed_at=None).exists():
        raise Invalid({"reply_to": _("This comment was answered itself, so it begins a thread of its own.")})


def reaches_whom_it_mentions(actor: Actor, comment: Comment, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where somebody is mentioned by name who may not see the record: they would never learn of it."""
    known = meant(comment.subject)
    if "body" not in changes or known is None or comment.trashed_at is not None:
        return
    entity, id = known
    for person, name in mentioned_in(comment.body).people.items():
        reader = actor_for(person, PAGE)
        if reader is None or not reached(reader, entity.model, [id]):
            raise Invalid(
                {
                    "body": format_lazy(
                        _("{name} may not see this record. Share it with them first, or leave them out."), name=name
                    )
                }
            )
