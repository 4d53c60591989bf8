"""Wrong declarations stop the start, each with an id and a hint, instead of failing on somebody's click."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Scope
from concerto.kernel.entity.registry import entities

Found = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong with a description."""

    id: str
    where: str
    what: str
    hint: str

    def __str__(self) -> str:
        return f"{self.id} {self.where}: {self.what}\n    hint: {self.hint}"


class WronglyDescribed(Exception):
    """The nouns contradict themselves; every mistake is listed."""


def refuse_wrong_declarations() -> None:
    """Raise WronglyDescribed with every mistake in every description."""
    mistakes = [mistake for entity in entities() for mistake in mistakes_in(entity)]
    if mistakes:
        raise WronglyDescribed("\n" + "\n".join(map(str, mistakes)))


def mistakes_in(entity: Entity) -> Iterator[Mistake]:
    """What is wrong with one description. Where it speaks of fields that are not there, only that is told."""
    others = (_unplaced, _placed_twice, _title, _steps, _scopes, _unreadable_for_all)
    yield from list(_told(entity, _quiet_columns)) or (mistake for find in others for mistake in _told(entity, find))


def _told(entity: Entity, find: Callable[[Entity], Found]) -> Iterator[Mistake]:
    for what, hint in find(entity):
        yield Mistake(f"{entity.id}.{find.__name__.strip('_').replace('_', '-')}", entity.declared_at, what, hint)


def _unplaced(entity: Entity) -> Found:
    placed = {field.id for _label, fields in entity.sections for field in fields}
    for id in entity.fields.keys() - placed - AUTOMATIC:
        if not entity.fields[id].kind.placed:
            continue
        yield f"field {id} is in no section of the page", "put it in a Section, or in `quiet` if it is for code only"


AUTOMATIC = {"created_at", "updated_at", "trashed_at", "tags"}


def _placed_twice(entity: Entity) -> Found:
    placed = [field.id for _label, fields in entity.sections for field in fields]
    for id in {id for id in placed if placed.count(id) > 1}:
        yield f"field {id} is in two sections", "leave it in one"


def _title(entity: Entity) -> Found:
    if entity.title.kind.id not in ("text", "long-text"):
        yield f"title {entity.title.id} is not text", "name a text field: it stands for the record everywhere"


def _steps(entity: Entity) -> Found:
    if entity.steps and entity.steps.kind.id != "choice":
        yield f"steps {entity.steps.id} is not a choice", "name a choice: its choices, in their order, are the steps"


def _quiet_columns(entity: Entity) -> Found:
    for id in sorted(entity.spoken_of - entity.fields.keys()):
        yield f"{id} is shown or searched but quiet", "take it out of `quiet`"


def _scopes(entity: Entity) -> Found:
    for rule in entity.access:
        for act, scope in rule.scopes.items():
            missing = needed_for(scope, entity)
            if missing:
                yield (
                    f"{rule.role.id} may {act.value} {scope.value}, but there is no {missing}",
                    f"name `{missing}=` in the Entity",
                )


def needed_for(scope: Scope, entity: Entity) -> str | None:
    """What a noun lacks for a scope to mean anything; None where it lacks nothing."""
    if scope in (Scope.OWN, Scope.TEAM, Scope.SHARED) and not entity.owner:
        return "owner"
    if scope is Scope.SHARED and not entity.shared:
        return "shared"
    if scope in (Scope.DEPARTMENT, Scope.TREE) and not entity.department:
        return "department"
    if scope in (Scope.READABLE, Scope.EDITABLE) and not entity.follows:
        return "follows"
    if scope is Scope.GRANTED:
        return "grant: it is not declared, it is given record by record"
    return None


def _unreadable_for_all(entity: Entity) -> Found:
    if not any(scope is not Scope.NONE for rule in entity.access for scope in rule.scopes.values()):
        yield "nobody may do anything with it", "give `access` at least one rows(…)"
