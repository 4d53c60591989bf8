"""Queries kept for everybody of the same standing: made once, with the rights of that standing in them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db.models import Model, QuerySet

from concerto.kernel.access.actor import SYSTEM, Actor, Standing
from concerto.kernel.entity.shapes import Shapes, current, within
from concerto.kernel.statements.kept import Kept

Row = TypeVar("Row", bound=Model)
Given = ParamSpec("Given")
MOST = 1024  # queries that a process keeps, of some 60 KB each; those that were not asked for longest give way


def kept(
    make: Callable[Concatenate[Actor, Given], QuerySet[Row, Any]],
) -> Callable[Concatenate[Actor, Given], Kept[Row]]:
    """Let what makes a query set make it once for each standing, set of shapes and arguments.

    Who asks, their department, teams and colleagues are slots of the query: whoever has the same roles, rights and limits
    asks the same one. Nothing can go stale: the standing holds all else that a person's reach follows from, and it is
    read anew with each request. Whoever is given another role stands elsewhere from then on, and asks another query.
    """

    @wraps(make)
    def found(actor: Actor, *given: Any) -> Kept[Row]:
        return _made(make, actor.is_system, actor.standing, current(), *given).given(**actor.place)

    return found  # type: ignore[return-value]


@lru_cache(maxsize=MOST)
def _made(
    make: Callable[..., QuerySet[Any, Any]], of_system: bool, standing: Standing, shapes: Shapes, *given: Hashable
) -> Kept[Any]:
    with within(shapes):
        return Kept(make(SYSTEM if of_system else Actor.standing_at(standing), *given))
