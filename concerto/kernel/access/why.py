"""Why somebody can or cannot do something to a record: the conditions of `visible_to`, asked one by one of that very row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import field_right, is_off, rules, scopes
from concerto.kernel.access.roles import all_labels
from concerto.kernel.access.visibility import parent_not_trashed, rows_within
from concerto.kernel.access.words import ACT_WORDS, RIGHT_WORDS, SCOPE_WORDS
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act, FieldRight, Scope
from concerto.kernel.entity.registry import entity_of

FOLLOWED = {Scope.READABLE: Act.READ, Scope.EDITABLE: Act.EDIT}


@dataclass(frozen=True)
class Step:
    """One condition, whether it holds, and the conditions or ways that it comes from."""

    holds: bool
    text: str
    within: tuple[Step, ...] = ()


def why(actor: Actor, entity: Entity, id: int, act: Act) -> tuple[Step, ...]:
    """The conditions for doing `act` to the row, each with its answer. It may be done if all of them hold."""
    needed = dict.fromkeys((Act.READ, act))
    return (_there(actor, entity, id), *(_reached(actor, entity, id, each) for each in needed))


def _there(actor: Actor, entity: Entity, id: int) -> Step:
    """Neither the module is off nor the record, or what it belongs to, in the trash."""
    if is_off(actor, entity):
        return Step(False, _("The module of this record is switched off."))
    if not _meets(entity, id, Q(trashed_at=None)):
        return Step(False, _("The record is in the trash."))
    if not _meets(entity, id, parent_not_trashed(entity)):
        return Step(False, _("What the record belongs to is in the trash."))
    return Step(True, _("The record is in its place, and its module is switched on."))


def _reached(actor: Actor, entity: Entity, id: int, act: Act) -> Step:
    """One way is enough: roles add up, and a grant adds to them."""
    if actor.is_system:
        return Step(True, _("The system itself may do everything."))
    ways = tuple(_ways(actor, entity, id, act))
    holds = any(way.holds for way in ways)
    return Step(holds, _("%(act)s: one of these is enough.") % {"act": ACT_WORDS[act]}, ways)


def _ways(actor: Actor, entity: Entity, id: int, act: Act) -> Iterator[Step]:
    labels = all_labels()
    told = {rule.role.id: rule.scope(act) for rule in rules(actor, entity)}
    for key in sorted(actor.roles):
        yield _way(actor, entity, id, act, str(labels.get(key, key)), told.get(key, Scope.NONE))
    if Scope.GRANTED in scopes(actor, entity, act):
        yield _way(actor, entity, id, act, _("Grants"), Scope.GRANTED)


def _way(actor: Actor, entity: Entity, id: int, act: Act, origin: str, scope: Scope) -> Step:
    held = scope in scopes(actor, entity, act)
    holds = held and _meets(entity, id, rows_within(actor, entity, scope, act))
    text = _("%(role)s: %(rows)s") % {"role": origin, "rows": SCOPE_WORDS[scope]}
    return Step(holds, text, _above(actor, entity, id, scope))


def _above(actor: Actor, entity: Entity, id: int, scope: Scope) -> tuple[Step, ...]:
    """Why the record that this one belongs to is within reach, where the scope asks for that."""
    if scope not in FOLLOWED or entity.follows is None:
        return ()
    parent = entity.model.everything.filter(pk=id).values_list(entity.follows.attribute, flat=True).first()
    return why(actor, entity_of(entity.follows.target), parent, FOLLOWED[scope]) if parent else ()


def _meets(entity: Entity, id: int, condition: Q) -> bool:
    return entity.model.everything.filter(condition, pk=id).exists()


def why_field(actor: Actor, entity: Entity, field: Field) -> Step:
    """What each role gives on a field; the highest of the roles that read the noun counts."""
    labels, right = all_labels(), field_right(actor, entity, field)
    within = tuple(
        Step(
            rule.field_right(field.id) > FieldRight.MASKED,
            _("%(role)s: %(right)s")
            % {"role": labels.get(rule.role.id, rule.role.id), "right": RIGHT_WORDS[rule.field_right(field.id)]},
        )
        for rule in rules(actor, entity)
        if rule.scope(Act.READ) is not Scope.NONE
    )
    if field.id not in entity.written:
        within += (Step(True, _("Nobody writes this field: the system keeps it.")),)
    told = {"field": field.label, "right": RIGHT_WORDS[right]}
    return Step(right > FieldRight.MASKED, _("“%(field)s”: %(right)s") % told, within)
