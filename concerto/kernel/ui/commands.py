"""What the palette offers beside records: going to lists, creating, switching theme and language, signing out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from django.conf import settings
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Theme
from concerto.kernel.access.rights import may, writable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import in_both_languages
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities
from concerto.kernel.ui.addresses import list_address, new_address
from concerto.kernel.ui.navigation import key_of

Command: TypeAlias = dict[str, str]  # see web/page/commands.ts


def commands_for(actor: Actor) -> list[Command]:
    """Everything the page of this actor may offer, in the active language."""
    return [*_going(actor), *_creating(actor), *_switching()]


def _going(actor: Actor) -> Iterator[Command]:
    for entity in entities():
        if may(actor, entity, Act.READ):
            key = key_of(entity)
            yield command("go", entity.path, str(entity.plural), entity.icon, list_address(entity), entity, f"g {key}" if key else "")


def _creating(actor: Actor) -> Iterator[Command]:
    for entity in entities():
        if may(actor, entity, Act.CREATE) and writable(actor, entity):
            label = _("New: %(noun)s") % {"noun": entity.label}
            yield command("create", f"new-{entity.id}", label, "plus", new_address(entity), entity) | {"prefill": entity.title.id}


def command(kind: str, id: str, label: str, icon: str, url: str, entity: Entity, shortcut: str = "") -> Command:
    """A command about a noun, found by its names in both languages."""
    keywords = " ".join((*in_both_languages(entity.plural), *in_both_languages(entity.label)))
    made = {"id": id, "label": label, "keywords": keywords, "icon": icon, "url": url, "kind": kind}
    return made | ({"shortcut": shortcut} if shortcut else {})


def _switching() -> Iterator[Command]:
    """Each presses a button of the menu in the rail."""
    for theme in Theme:
        yield act(f"theme-{theme.value}", _("Theme: %(name)s") % {"name": theme.label}, "sun", "theme 主题")
    for id, name in settings.LANGUAGES:
        yield act(f"language-{id}", _("Language: %(name)s") % {"name": name}, "language", "language 语言")
    yield act("sign-out", _("Sign out"), "logout", "sign out 退出")


def act(id: str, label: str, icon: str, keywords: str) -> Command:
    return {"id": id, "label": label, "keywords": keywords, "icon": icon, "url": f"#{id}", "kind": "act"}
