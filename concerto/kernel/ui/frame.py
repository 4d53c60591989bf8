"""What stands around the content of a page: language, theme, rail, and what the browser's side must know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.translation import get_language
from markupsafe import Markup

from concerto.kernel.access.actor import Actor, Preferences, Standing
from concerto.kernel.access.person.model import Density, Theme
from concerto.kernel.duplicates.waiting import waiting_for
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import find
from concerto.kernel.entity.shapes import Shapes, current
from concerto.kernel.ui.commands import NO_COMMANDS, Commands, commands_for
from concerto.kernel.ui.kept import Kept, kept
from concerto.kernel.ui.navigation import Place, Workspace, own_places, workspaces_for
from concerto.kernel.ui.toasts import told
from concerto.kernel.ui.words import words

NEAREST = 3  # pages of one's own and lists in the bar at the foot of a phone
TAGS = {"zh-hans": "zh-Hans"}


@dataclass(frozen=True)
class Frame:
    """One page's surroundings. `me` is None for strangers, who get neither rail nor commands."""

    me: Actor | None
    preferences: Preferences
    language: str  # as the active language is called in Django's settings
    here: str  # the first part of the path, which is that of a list
    toasts: list[dict[str, Any]] = field(default_factory=list)
    workspaces: Sequence[Workspace] = ()
    commands: Commands = NO_COMMANDS

    themes = Theme.choices
    densities = Density.choices
    languages = settings.LANGUAGES

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return TAGS.get(self.language, self.language)

    @property
    def words(self) -> dict[str, str]:
        return words(self.language)

    @cached_property
    def favourites(self) -> list[Kept]:
        """Asks the database, unlike everything else here."""
        return kept(self.me) if self.me else []

    @cached_property
    def duplicates(self) -> Mapping[str, int]:
        """Noun → pairs that wait for the reader's decision. It may ask the database, too."""
        return waiting_for(self.me) if self.me else {}

    def own(self, *, counted: bool) -> list[tuple[Place, int]]:
        """The reader's own pages, with how much waits there, unless the database is not to be asked."""
        assert self.me, "strangers have no rail"
        return [(place, place.count(self.me) if counted else 0) for place in own_places()]

    def places(self, *, counted: bool) -> Markup:
        """The workspaces, drawn; with what waits in them, unless the database is not to be asked."""
        waiting = tuple(sorted(self.duplicates.items())) if counted else ()
        assert self.me, "strangers have no rail"
        return _drawn(self.me.standing, current(), self.language, self.here if find(self.here) else "", waiting)

    def keeps(self, address: str) -> bool:
        """Whether what is at an address is among the favourites."""
        return any(kept.address == address for kept in self.favourites)

    @property
    def own_at_hand(self) -> list[Place]:
        """The reader's own pages in the bar of a phone."""
        return own_places()

    @property
    def nearest(self) -> list[Entity]:
        return [entity for workspace in self.workspaces for entity in workspace.entities][: NEAREST - len(own_places())]


def frame_of(request: HttpRequest) -> Frame:
    """The frame of the page that answers `request`. Asks the database nothing, so that errors can be told in it too."""
    actor: Actor | None = getattr(request, "actor", None)
    language = get_language() or settings.LANGUAGE_CODE
    here = request.path.split("/")[1]
    if actor is None:
        return Frame(None, Preferences(), language, here, told(request))
    workspaces, commands = _offered(actor.standing, current(), language)
    return Frame(actor, actor.preferences, language, here, told(request), workspaces, commands)


@lru_cache(maxsize=256)
def _offered(standing: Standing, _shapes: Shapes, language: str) -> tuple[list[Workspace], Commands]:
    """Rail and commands follow from the standing and the nouns there are, so people of one standing share them."""
    anybody = Actor.anybody(standing)
    return workspaces_for(anybody), commands_for(anybody)


@lru_cache(maxsize=512)
def _drawn(
    standing: Standing, shapes: Shapes, language: str, here: str, waiting: tuple[tuple[str, int], ...]
) -> Markup:
    """The longest part of the rail, as it looks from one list; `waiting` are the pairs of each noun that may be the same."""
    workspaces, _commands = _offered(standing, shapes, language)
    drawn = get_template("places.html").render({"workspaces": workspaces, "here": here, "duplicates": dict(waiting)})
    return Markup(drawn)  # noqa: S704 (the template escapes)
