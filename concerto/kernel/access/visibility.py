"""The one place where rows are chosen: every read of every noun, on every path, begins at `visible_to`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from operator import and_
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.grant.rows import granted_to
from concerto.kernel.access.rights import SHAREABLE, could_be_above, scopes
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.redirects.finding import is_merged
from concerto.kernel.statements.kept import one_of

Noun = TypeVar("Noun", bound=Record)
NO_ROW = Q(pk__in=[])
EVERY_ROW = ~NO_ROW  # not Q(), which vanishes from an "or"


def visible_to(
    actor: Actor,
    model: type[Noun],
    act: Act = Act.READ,
    *,
    trashed: bool = False,
    merged: bool = False,
    above: Entity | None = None,
) -> QuerySet[Noun]:
    """Rows of `model` on which `actor` may do `act`. `trashed=True` answers those in the trash instead, without what was
    merged into other records: that lies there too, but comes back with its merge alone (`merged=True` answers it).

    Of what can be attached to any noun, `above` leaves what is attached to this one: then no other need be asked.
    """
    rows: QuerySet[Noun] = model.everything.filter(trashed_at__isnull=not trashed)
    if trashed:
        gone = is_merged(entity_of(model).id)
        rows = rows.filter(gone if merged else ~gone)
    reached = reach(actor, entity_of(model), act, above)
    return rows.none() if reached is None else rows.filter(reached)


def reach(actor: Actor, entity: Entity, act: Act, above: Entity | None = None) -> Q | None:
    """The condition that a row must meet; None where no row can."""
    if actor.is_system:
        return Q(prefix=above.prefix) if above else Q()
    allowed = _any_of(actor, entity, act, above)
    if act is Act.READ or allowed is None:
        return allowed
    read = reach(actor, entity, Act.READ, above)
    return None if read is None else read & allowed


def _any_of(actor: Actor, entity: Entity, act: Act, above: Entity | None) -> Q | None:
    given = scopes(actor, entity, act)
    if not given:
        return None
    if Scope.ALL in given:
        return parent_not_trashed(entity, above)
    condition = NO_ROW
    for scope in sorted(given, key=lambda scope: scope.value):
        condition |= rows_within(actor, entity, scope, act, above)
    if entity.attached and given <= {Scope.READABLE, Scope.EDITABLE}:
        return condition  # whose record can be seen at all is not in the trash
    return condition & parent_not_trashed(entity, above)


def rows_within(actor: Actor, entity: Entity, scope: Scope, act: Act, above: Entity | None = None) -> Q:
    """The condition that one scope of the actor puts on a row, its parent's place in the trash apart."""
    match scope:
        case Scope.ALL:
            return EVERY_ROW
        case Scope.OWN:
            return Q((f"{entity.owner}", actor.person))
        case Scope.TEAM:
            return one_of(f"{entity.owner}", actor.mates)
        case Scope.DEPARTMENT:
            return Q((f"{entity.department}", actor.department)) if actor.department else NO_ROW
        case Scope.TREE:
            return one_of(f"{entity.department}", actor.tree)
        case Scope.READABLE:
            return _followed(actor, entity, Act.READ, above)
        case Scope.EDITABLE:
            return _followed(actor, entity, Act.EDIT, above)
        case Scope.SHARED:
            return shared_by_owners(actor, entity)
        case Scope.GRANTED:
            return granted_to(actor, entity.prefix, SHAREABLE[act])
        case _:
            raise ValueError(f"scope {scope} has no rows")


def shared_by_owners(actor: Actor, entity: Entity) -> Q:
    """Rows that are the actor's own, and those that their owners share with the actor."""
    mine, of_mates = Q((f"{entity.owner}", actor.person)), one_of(f"{entity.owner}", actor.mates)
    return mine | Q((f"{entity.shared}", Sharing.EVERYONE)) | (Q((f"{entity.shared}", Sharing.TEAM)) & of_mates)


def _followed(actor: Actor, entity: Entity, act: Act, above: Entity | None) -> Q:
    """Rows whose record to belong to is within the actor's reach for `act`."""
    if entity.attached:
        rows = _attached(
            entity, lambda noun: visible_to(actor, noun.model, act) if scopes(actor, noun, act) else None, above
        )
        return rows | _alone_with(actor, entity) if entity.alone and not above else rows
    assert entity.follows, "scopes READABLE and EDITABLE are checked at start-up to have a followed link"
    if Scope.ALL in scopes(actor, entity_of(entity.follows.target), act):
        return EVERY_ROW
    parents = visible_to(actor, entity.follows.target, act)  # type: ignore[type-var]  # links point to records
    return Q((f"{entity.follows.id}__in", parents.values("pk")))


def _alone_with(actor: Actor, entity: Entity) -> Q:
    """Rows attached to nothing that name the actor, or a department that the actor is part of, or beside which somebody does."""
    named = NO_ROW
    for link in entity.alone:
        if entity_of(link.target) is entity_of(Department):
            named |= one_of(link.attribute, actor.above) | one_of(link.attribute, actor.tree)
        else:
            named |= Q((link.attribute, actor.person))
    for noun, column, person in entity.named_by:
        beside = noun.everything.filter(Q((person, actor.person)), trashed_at=None)
        named |= Q(pk__in=beside.values(column))
    return _attached_to_nothing(entity) & named


def _attached_to_nothing(entity: Entity) -> Q:
    assert entity.attached, "who stands alone could be attached"
    return Q((entity.attached.id, ""))


def parent_not_trashed(entity: Entity, above: Entity | None = None) -> Q:
    """What belongs to a record in the trash is out of sight with it, and so is what belongs to that."""
    if entity.attached:
        rows = _attached(
            entity, lambda noun: noun.model.everything.filter(parent_not_trashed(noun), trashed_at=None), above
        )
        return rows | _attached_to_nothing(entity) if entity.alone and not above else rows
    return reduce(and_, (Q((f"{path}__trashed_at", None)) for path in _upwards(entity)), Q())


def _upwards(entity: Entity) -> Iterator[str]:
    """The ways to everything that a record of this noun belongs to, the nearest first."""
    path = ""
    while entity.follows:
        path += f"__{entity.follows.id}" if path else entity.follows.id
        yield path
        entity = entity_of(entity.follows.target)


def _attached(entity: Entity, among: Callable[[Entity], QuerySet[Any] | None], only: Entity | None) -> Q:
    """Rows attached to one of the rows that `among` answers for each noun (or the only one); which noun it is, is asked first."""
    condition = NO_ROW
    for noun in [only] if only else could_be_above(entity):
        rows = among(noun)
        if rows is not None:
            # its number is asked for twice: so each row's is looked up, instead of gathering all of them for a page of rows
            number = OuterRef("number")
            condition |= Q(prefix=noun.prefix) & Q(Exists(rows.filter(pk=number, pk__gte=number)))
    return condition
