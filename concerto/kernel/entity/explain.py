"""What follows from a description, in words, with the place of every declaration: `concerto explain customer`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Scope
from concerto.kernel.journal.reading import readers


def explained(entity: Entity) -> Iterator[str]:
    """Line after line."""
    yield f"{entity.label} ({entity.id})"
    yield f"  described at  {entity.declared_at}"
    yield f"  kept in       {entity.model._meta.db_table}, {place_of(entity.model)}"
    yield f"  pages         /{entity.path}/  /{entity.path}/new  /{entity.path}/<id>/  …/edit  …/history"
    yield f"  API           /api/v1/{entity.path}"
    yield f"  code          {entity.code(12)}"
    yield "  fields"
    yield from (f"    {line}" for field in entity.fields.values() for line in _field(entity, field))
    yield "  who may do what"
    yield from (f"    {line}" for line in _access(entity))
    yield "  verbs         create  edit  delete  restore  undo  " + "  ".join(entity.actions)
    yield "  readers of the journal (whoever follows this noun is among them)"
    yield from (f"    {reader.name:<28}{place_of(reader.read)}" for reader in readers())


def _field(entity: Entity, field: Field) -> Iterator[str]:
    marks = [
        "title" if field.id == entity.title.id else "",
        "required" if field.required else "",
        "derived" if field.derived else "",
        "searched" if field in entity.searched else "",
        f"→ {field.target.__name__}" if field.is_link else "",
    ]
    yield f"{field.id:<16}{field.kind.id:<12}{field.label}  {' '.join(filter(None, marks))}".rstrip()


def _access(entity: Entity) -> Iterator[str]:
    for rule in entity.access:
        acts = "  ".join(f"{act.value} {scope.value}" for act, scope in rule.scopes.items() if scope is not Scope.NONE)
        limits = "  ".join(f"{id} {right.name.lower()}" for id, right in rule.fields.items())
        yield f"{rule.role.id:<16}{acts}{'  |  ' + limits if limits else ''}"


def place_of(thing: type | object) -> str:
    """file:line of a class or function."""
    _source, line = inspect.getsourcelines(thing)  # type: ignore[arg-type]  # a class or a function
    return f"{inspect.getsourcefile(thing)}:{line}"  # type: ignore[arg-type]  # a class or a function
