"""Every noun, by id, by path and by model: those described in code, and behind them those that administrators described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from concerto.kernel.entity.shapes import current

if TYPE_CHECKING:
    from concerto.kernel.entity.entity import Entity

# filled once, while the apps load
_by_id: dict[str, Entity] = {}
_by_model: dict[type[Any], Entity] = {}
_by_prefix: dict[str, Entity] = {}


class Undescribed(LookupError):
    """There is no noun of this name, or a model has no description."""


def register(entity: Entity) -> None:
    if entity.id in _by_id:
        raise ValueError(f"two nouns are called {entity.id}: {_by_id[entity.id].declared_at} and {entity.declared_at}")
    if alike := _by_prefix.get(entity.prefix):
        raise ValueError(
            f"the codes of {entity.id} and {alike.id} both begin with {entity.prefix}: {entity.declared_at}"
        )
    _by_id[entity.id] = _by_model[entity.model] = _by_prefix[entity.prefix] = entity


def entities() -> Iterator[Entity]:
    """Every noun in use, in the order of description. One that administrators retired is found by its name alone."""
    return iter((*_by_id.values(), *(each for each in current().described.values() if not each.is_retired)))


def declared() -> Iterator[Entity]:
    """The nouns described in code, which every process knows from its start."""
    return iter(tuple(_by_id.values()))


def entity_of(model: type[Any] | Any) -> Entity:
    """The description of a model or of one of its records."""
    key = model if isinstance(model, type) else type(model)
    found = _by_model.get(key) or current().described.get(getattr(key, "noun_id", ""))
    if found is None:
        raise Undescribed(f"{key.__name__} has no entity.py")
    return found


def meant(code: str) -> tuple[Entity, int] | None:
    """The noun and the id that a code such as C-00012 means, whether there is such a record or not."""
    prefix, _dash, number = code.partition("-")
    entity = _by_prefix.get(prefix) or next((each for each in entities() if each.prefix == prefix), None)
    return (entity, int(number)) if entity and number.isascii() and number.isdigit() else None


def find(name: str) -> Entity | None:
    """The noun called `name`, by its id or its path: customer, customers."""
    described = _by_id.get(name) or current().described.get(name)
    return described or next((entity for entity in entities() if entity.path == name), None)


def named(name: str) -> Entity:
    """The noun called `name`; raises Undescribed where there is none."""
    entity = find(name)
    if entity is None:
        raise Undescribed(f"there is no noun called {name}; known are {', '.join(_by_id)}")
    return entity
