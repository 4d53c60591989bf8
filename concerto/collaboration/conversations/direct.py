"""Writing to a person directly: the one conversation that two people have, made when the first word is said."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.comments.comment.entity import comment
from concerto.collaboration.conversations.conversation.entity import conversation as described
from concerto.collaboration.conversations.conversation.model import Conversation
from concerto.kernel.access.actor import Actor, actor_for
from concerto.kernel.access.grant.model import Grant, Level
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.change import add
from concerto.kernel.actions.refusal import Invalid, NotThere, Refused
from concerto.kernel.actions.standard import create


def between(actor: Actor, other: Person) -> Conversation | None:
    """The conversation of these two that is there."""
    return visible_to(actor, Conversation).filter(pair=pair_of(actor.person or 0, other.pk)).first()


def write_to(actor: Actor, other: int, words: str) -> Conversation:
    """Say something to a person, in the conversation with them, which is made if there is none. Raises Refused.

    Two who write to each other for the first time at once write in one conversation: whoever comes second finds the first's.
    """
    person = visible_to(actor, Person).filter(pk=other, left_at=None).first()
    if person is None or actor.person is None:
        raise NotThere()
    if person.pk == actor.person:
        raise Refused(_("A note to oneself needs no conversation: a private channel keeps it."))
    with transaction.atomic():
        found = between(actor, person) or _opened(actor, person)
        me = actor_for(actor.person, actor.door)  # it may have been opened to the actor this moment
        create(me or actor, comment, {"subject": described.code(found.pk), "body": words})
    return found


def pair_of(one: int, other: int) -> str:
    return f"{min(one, other)}-{max(one, other)}"


def _opened(actor: Actor, other: Person) -> Conversation:
    me = Person.everything.get(pk=actor.person or 0)
    name = f"{me.name} · {other.name}"
    begun = Conversation(name=name, owner_id=me.pk, pair=pair_of(me.pk, other.pk))
    try:
        with transaction.atomic():
            add(actor.doing("create"), begun)
            code = described.code(begun.pk)
            add(
                actor.doing("create"),
                Grant(subject=code, level=Level.READ, person_id=other.pk, given_by_id=me.pk, reason=code),
            )
    except Invalid:  # these two have one already
        found = Conversation.everything.filter(pair=begun.pair, trashed_at=None).first()
        if found is None:
            raise Refused(
                _("Your conversation with this person lies in the trash: whoever began it can restore it.")
            ) from None
        return found
    return begun
