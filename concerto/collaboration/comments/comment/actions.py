"""A sign under a comment, and taking it back. Whoever reads the comment may; the journal says who did, and no timeline does."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.comments.comment.model import Comment
from concerto.collaboration.comments.reaction.model import SIGNS, Emoji, Reaction
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import line
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.quiet import keep_quiet
from concerto.kernel.journal.writing import write


def beneath_it(actor: Actor, record: Record) -> bool:
    """Signs stand under the comment, where one click is enough; no menu offers them."""
    return False


@action(on=Comment, label=_("React"), needs=Act.READ, icon="thumb-up", bulk=False, suits=beneath_it)
def react(actor: Actor, comment: Comment, *, emoji: Emoji, off: bool = False) -> None:
    """Put one's sign under it, or take it away. What is so already stays so, however often it is asked."""
    if actor.person is None:
        raise Forbidden()
    own = Reaction.objects.filter(comment=comment, person=actor.person, emoji=emoji)
    if off:
        differs = own.delete()[0] > 0
    else:
        _row, differs = own.get_or_create(defaults={"comment": comment, "person_id": actor.person, "emoji": emoji})
    if differs:
        said = f"−{SIGNS[Emoji(emoji)]}" if off else SIGNS[Emoji(emoji)]
        write(line(replace(actor, reason=said), entity_of(comment), comment, {}))


keep_quiet(react.verb)
