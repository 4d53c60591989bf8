"""Records and views that people keep in the rail. They are a person's own bookmarks, not a change of the record."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.favourite.model import Favourite
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.refusal import NotThere, Refused
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, find

MOST = 20


def keep(actor: Actor, record: Record, *, on: bool) -> None:
    """Put a record into the rail, or take it out. Raises NotThere for one out of sight, Refused where the rail is full."""
    if not reached(actor, type(record), [record.pk]):
        raise NotThere()
    mine = Favourite.objects.filter(person=actor.person)
    this: dict[str, Any] = {"entity": entity_of(record).id, "record": record.pk}
    if not on:
        mine.filter(**this).delete()
        return
    with transaction.atomic():
        person = locked(actor, Person, actor.person or 0, Act.READ)
        if not mine.filter(**this).exists() and mine.count() >= MOST:
            raise Refused(_("There are %(most)s favourites already; take one out first.") % {"most": MOST})
        Favourite.objects.get_or_create(person_id=person.pk, **this)


def favourites(actor: Actor) -> list[Record]:
    """What the actor keeps, as far as it can be seen now, in the order in which it was put there: a query for each noun."""
    wanted = defaultdict[str, list[int]](list)
    for noun, id in actor.favourites:
        wanted[noun].append(id)
    seen = {(noun, row.pk): row for noun, ids in wanted.items() for row in _visible(actor, noun, ids)}
    return [seen[each] for each in actor.favourites if each in seen]


def _visible(actor: Actor, noun: str, ids: list[int]) -> list[Record]:
    entity = find(noun)
    return list(visible_to(actor, entity.model).filter(pk__in=ids).defer("search")) if entity else []
