"""Who takes part in a conversation, beside it; and the button on a colleague's page with which one begins."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.conversations.conversation.entity import conversation as described
from concerto.collaboration.conversations.conversation.model import Conversation
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import may
from concerto.kernel.access.team.model import Team
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.pages.panels import Line, Panel, begins, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.query.veil import reached
from concerto.kernel.ui.addresses import record_address

PATH = "message"  # the page on which one writes to somebody, below their own


def may_be_written_to(look: Look) -> bool:
    """Colleagues who are still here, and not oneself."""
    here = isinstance(look.record, Person) and look.record.left_at is None and look.record.pk != look.actor.person
    return here and may(look.actor, described, Act.CREATE)


begins(PATH, pgettext("conversation", "Message"), "messages", "m", may_be_written_to)


@panel(on=Conversation)
def taking_part(look: Look) -> Panel:
    """Those it is open to: everybody, or its owner and whom it is shared with."""
    assert isinstance(look.record, Conversation)
    lines = [Line(_("Everybody here"), "", icon="users")] if look.record.open_to == Sharing.EVERYONE else []
    lines += [
        Line(entity.title_of(one), record_address(entity, one.pk), record=one)
        for entity, ids in _parties(look.record, look.code)
        for one in reached(look.actor, entity, ids).values()
    ]
    return Panel("taking-part", _("Who takes part"), lines, Count(len(lines), exact=True))


def _parties(conversation: Conversation, code: str) -> list[tuple[Entity, set[int]]]:
    """Of people, teams and departments, the ids of those it is shared with."""
    rows = Grant.everything.filter(subject=code, trashed_at=None, until=None)
    shared = list(zip(*rows.values_list("person", "team", "department"), strict=True)) or [(), (), ()]
    people, teams, departments = ({id for id in ids if id} for ids in shared)
    people |= {conversation.owner_id} if conversation.owner_id else set()
    return [(entity_of(Person), people), (entity_of(Team), teams), (entity_of(Department), departments)]
