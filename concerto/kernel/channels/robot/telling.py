"""What a card says: no more than everybody in the group may know at the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from concerto.kernel.channels.robot.audience import members, name_for_all, name_of_person
from concerto.kernel.channels.robot.model import Card, Robot
from concerto.kernel.entity.registry import find
from concerto.kernel.notices.kinds import Told, kinds
from concerto.kernel.ui.addresses import NOTICES, list_address, record_address


@dataclass(frozen=True)
class Words:
    """A card before it is put into the form of a service."""

    title: str
    text: str
    address: str
    button: str


def words_of(robot: Robot, card: Card) -> Words | None:
    """In the language that is on; None where there is nothing to be told any more."""
    if card.notice is None:
        text = _("This is a trial. What your group is told will look like this.")
        return Words(robot.name, text, urljoin(settings.PUBLIC_URL, NOTICES), _("Open"))
    notice, entity, kind = card.notice, find(card.entity), kinds().get(card.kind)
    if entity is None or kind is None:
        return None
    group = members(robot)
    title = name_for_all(group, card.entity, notice.record) if notice.record else ""
    who = name_of_person(group, notice.actor) or (_("Somebody") if notice.actor else "Concerto")
    told = Told(who, title or _("a record"), entity.label, entity.plural, notice.count)
    page = f"/{kind.page}" if kind.page and notice.record else ""
    address = record_address(entity, notice.record) if notice.record else list_address(entity)
    return Words(str(kind.label), kind.sentence(told), urljoin(settings.PUBLIC_URL, address + page), _("Open"))
