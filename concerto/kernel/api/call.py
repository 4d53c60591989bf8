"""A request that has been let in: who asks, and what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity


@dataclass(frozen=True)
class Call:
    """`asked` holds every parameter that the operation knows, "" where it was not given."""

    request: HttpRequest
    actor: Actor
    asked: Mapping[str, str]


@dataclass(frozen=True)
class NounCall(Call):
    """A call to a noun; `id` is 0 where it is to all of them."""

    entity: Entity
    id: int
