"""What departments work on and talk about together: records that somebody looks after. Knows none of the nouns."""

from __future__ import annotations

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of


def talked_about(entity: Entity) -> bool:
    """Whether records of a noun have an owner, as customers, deals, tickets and what a company described for itself have.

    What is written on a timeline is said, not worked on; what keeps the house itself running, and what belongs to that, is no
    matter between departments.
    """
    return bool(entity.owner) and not entity.entry and not _of_the_house(entity)


def stands_for_itself(entity: Entity) -> bool:
    """Whether its records stand for themselves or belong to one that does: there can be tasks about them, and whoever leaves
    leaves them behind."""
    return talked_about(entity) and not entity.attached


def handed_over(entity: Entity) -> bool:
    """Whether departments owe each other something about its records: those that stand for themselves, but not where people
    come together about others. A meeting is held by whoever called it; nobody hands it over or promises it."""
    return stands_for_itself(entity) and not entity.gathers


def looked_after(entity: Entity) -> bool:
    """Whether departments look after its records together: those that can be handed over, and that nobody keeps to themselves."""
    return handed_over(entity) and not entity.shared


def _of_the_house(entity: Entity) -> bool:
    """A noun of the kernel, or one whose records belong to such, as an absence does to a person."""
    nouns = [entity, entity_of(entity.follows.target)] if entity.follows else [entity]
    return any(each.is_declared and each.module == "kernel" for each in nouns)
