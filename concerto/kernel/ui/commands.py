"""What the palette offers beside records: going to lists, creating, switching theme and language, signing out.

It would be the greater part of many a page, and is the same on all of them: pages name where it is, and browsers keep it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TypeAlias

import orjson
from django.conf import settings
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Theme
from concerto.kernel.access.rights import may, writable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import in_both_languages
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities, entity_of
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.ui.addresses import (
    COMMANDS,
    NOTICES,
    SETTINGS,
    customize_address,
    making_address,
    opening_address,
    with_query,
)
from concerto.kernel.ui.looks import within_sentence
from concerto.kernel.ui.navigation import enterable, key_of, own_places, place_of

Command: TypeAlias = dict[str, str]  # see web/page/commands.ts


@dataclass(frozen=True)
class Commands:
    """What is offered, as JSON."""

    text: bytes

    @cached_property
    def version(self) -> str:
        """Another one for other commands."""
        return sha256(self.text).hexdigest()[:16]

    @property
    def address(self) -> str:
        """Where these commands are, and never any others."""
        return with_query(COMMANDS, version=self.version)


NO_COMMANDS = Commands(b"[]")


def commands_for(actor: Actor) -> Commands:
    """Everything the pages of this actor may offer, in the active language."""
    return Commands(orjson.dumps([*_going(actor), *_creating(actor), *_customizing(actor), *_switching()]))


def _going(actor: Actor) -> Iterator[Command]:
    for entity in nearest_first():
        if enterable(actor, entity):
            made = about(entity, "go", entity.path, str(entity.plural), entity.icon, opening_address(entity))
            yield made | ({"shortcut": f"g {key}"} if (key := key_of(entity)) else {})


def _creating(actor: Actor) -> Iterator[Command]:
    for entity in nearest_first():
        if enterable(actor, entity) and may(actor, entity, Act.CREATE) and writable(actor, entity):
            label = _("New %(noun)s") % {"noun": within_sentence(entity.label)}
            made = about(entity, "create", f"new-{entity.id}", label, "plus", making_address(entity))
            yield made | {"prefill": entity.title.id}


def _customizing(actor: Actor) -> Iterator[Command]:
    """The nouns of the rail; the others are customised from their lists."""
    placed = (
        entity for entity in nearest_first() if (key_of(entity) or not entity.is_declared) and enterable(actor, entity)
    )
    for entity in placed if may(actor, entity_of(CustomField), Act.CREATE) else ():
        label = _("Customise %(things)s") % {"things": within_sentence(entity.plural)}
        yield about(entity, "go", f"own-{entity.id}", label, "settings", customize_address(entity))


def nearest_first() -> list[Entity]:
    """Every noun, those of the rail before the others."""
    return sorted(entities(), key=place_of)


def about(entity: Entity, kind: str, id: str, label: str, icon: str, url: str) -> Command:
    """A command about a noun, found by its names in both languages."""
    names = {name for noun in (entity.plural, entity.label) for name in in_both_languages(noun)}
    keywords = " ".join(sorted(name for name in names if name not in label))
    return {"id": id, "label": label, "keywords": keywords, "icon": icon, "url": url, "kind": kind}


def _switching() -> Iterator[Command]:
    """What is one's own: most press a button of the menu in the rail."""
    for theme in Theme:
        yield act(f"theme-{theme.value}", _("Theme: %(name)s") % {"name": theme.label}, "sun", "theme 主题")
    for id, name in settings.LANGUAGES:
        yield act(f"language-{id}", _("Language: %(name)s") % {"name": name}, "language", "language 语言")
    for place in own_places():
        yield go(place.url, str(place.label), place.icon, place.keywords, place.url) | {"shortcut": f"g {place.key}"}
    yield go("settings", _("My settings"), "settings", "settings preferences 设置 偏好", SETTINGS)
    yield go("notices", _("Inbox"), "inbox", "notices inbox 通知 消息 收件箱", NOTICES)
    yield act("sign-out", _("Sign out"), "logout", "sign out 退出")


def go(id: str, label: str, icon: str, keywords: str, url: str) -> Command:
    return {"id": id, "label": label, "keywords": keywords, "icon": icon, "url": url, "kind": "go"}


def act(id: str, label: str, icon: str, keywords: str) -> Command:
    return {"id": id, "label": label, "keywords": keywords, "icon": icon, "url": f"#{id}", "kind": "act"}
