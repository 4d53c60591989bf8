"""The places of the product: workspaces of a department, each with its lists. The site declares them; the rail shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, scopes
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.entity.shapes import current
from concerto.kernel.fields.kind import Label


@dataclass(frozen=True)
class Workspace:
    """A group of lists in the rail: noun id → the letter that goes there after G. Nouns that no workspace names are found by the palette.

    In a `kept` one stand the nouns of which somebody may edit or delete every row: who has a few of their own there
    looks after nothing.
    """

    label: Label
    nouns: dict[str, str]
    kept: bool = False

    @property
    def entities(self) -> Iterator[Entity]:
        return (named(id) for id in self.nouns)


@dataclass(frozen=True)
class Place:
    """A page of a person's own, above the workspaces. `count` is how much waits there; it may ask the database."""

    label: Label
    icon: str
    url: str
    key: str
    keywords: str
    count: Callable[[Actor], int]


_workspaces: list[Workspace] = []
_own: list[Place] = []


def declare(*workspaces: Workspace) -> None:
    """Set the rail, from top to bottom."""
    _workspaces[:] = workspaces


def declare_own(*places: Place) -> None:
    """Set what stands above the workspaces, for everybody."""
    _own[:] = places


def own_places() -> list[Place]:
    return list(_own)


def workspaces_for(actor: Actor) -> list[Workspace]:
    """The rail of an actor: only what may be read, and no workspace without anything in it."""
    kept = (replace(each, nouns=_entered(actor, each)) for each in _all_workspaces())
    return [workspace for workspace in kept if workspace.nouns]


def _all_workspaces() -> Iterator[Workspace]:
    """What administrators described stands where the company's own lists end, before what few look after."""
    described = Workspace(_("Own objects"), dict.fromkeys(current().described, ""))
    yield from (each for each in _workspaces if not each.kept)
    yield described
    yield from (each for each in _workspaces if each.kept)


def _entered(actor: Actor, workspace: Workspace) -> dict[str, str]:
    entered = {id: key for id, key in workspace.nouns.items() if enterable(actor, named(id))}
    return {id: key for id, key in entered.items() if not workspace.kept or _keeps(actor, named(id))}


def _keeps(actor: Actor, entity: Entity) -> bool:
    """Whether the actor looks after all of a noun."""
    return any(Scope.ALL in scopes(actor, entity, act) for act in (Act.EDIT, Act.DELETE))


def enterable(actor: Actor, entity: Entity) -> bool:
    """Whether there can be anything in the list of a noun; what belongs to records that nobody sees is not seen either."""
    above = [entity_of(entity.follows.target)] if entity.follows else []
    return all(may(actor, each, Act.READ) for each in (entity, *above))


def place_of(entity: Entity) -> int:
    """How far down the rail a noun stands; those that are not in it come last."""
    placed = [id for each in _all_workspaces() for id in each.nouns]
    return placed.index(entity.id) if entity.id in placed else len(placed)


def key_of(entity: Entity) -> str:
    """The letter that goes to a noun's list; none where it is in no workspace."""
    return next((each.nouns[entity.id] for each in _workspaces if entity.id in each.nouns), "")
