"""Added fields in the documents of the API: those that exist for the reader, and for strangers none."""

from __future__ import annotations

from functools import lru_cache

from concerto.kernel.access.actor import Actor, Standing
from concerto.kernel.access.rights import may, seen
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.shape import Shape
from concerto.kernel.entity.shapes import NOTHING_ADDED, Shapes, current


def seen_by(actor: Actor | None) -> Shapes:
    """What administrators added, as far as it exists for the actor."""
    return NOTHING_ADDED if actor is None else _seen_by(actor.standing, current())


@lru_cache(maxsize=256)
def _seen_by(standing: Standing, shapes: Shapes) -> Shapes:
    anybody = Actor.anybody(standing)
    described = {noun: entity for noun, entity in shapes.described.items() if may(anybody, entity, Act.READ)}
    added = {noun: _seen(anybody, shape) for noun, shape in shapes.by_noun.items()}
    return Shapes(shapes.version, added, described)


def _seen(actor: Actor, shape: Shape) -> Shape:
    known = seen(actor, shape.entity)
    return Shape(shape.entity, [field for field in shape.added if field.id in known], shape.arranged)
