"""The view that a person's list opens with."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.change import add, change
from concerto.kernel.entity.policy import Act
from concerto.kernel.views.setting.model import ListSetting


def opens_with(actor: Actor, noun: str) -> str:
    """The key of the view: a number, or one of those every list has; "" where the person has chosen none."""
    return next((opens for (opens,) in _opens(actor, noun).tuples()), "")


@kept
def _opens(actor: Actor, noun: str) -> QuerySet[ListSetting, Any]:
    return _setting(actor, noun).order_by("pk").values_list("opens")[:1]


def open_with(actor: Actor, noun: str, key: str) -> None:
    """Let the list of a noun open with the view called `key`. Two tabs at once wait for one another at the person's row."""
    actor = actor if actor.verb else actor.doing("make-default")
    with transaction.atomic():
        person = locked(actor, Person, actor.person or 0, Act.READ)
        setting = _setting(actor, noun).select_for_update(of=("self",), no_key=True).first()
        if setting:
            change(actor, setting, opens=key)
        else:
            add(actor, ListSetting(noun=noun, person_id=person.pk, opens=key))


def _setting(actor: Actor, noun: str) -> QuerySet[ListSetting]:
    return visible_to(actor, ListSetting).filter(person=actor.person, noun=noun)
