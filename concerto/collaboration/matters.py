"""What departments work on and talk about together: records that somebody looks after. Knows none of the nouns."""

from __future__ import annotations

from concerto.kernel.entity.entity import Entity


def talked_about(entity: Entity) -> bool:
    """Whether records of a noun have an owner, as customers, deals, tickets and what a company described for itself have.

    What is written on a timeline is said, not worked on; what keeps the house itself running is no matter between departments.
    """
    of_the_house = entity.is_declared and entity.module == "kernel"
    return bool(entity.owner) and not entity.entry and not of_the_house


def handed_over(entity: Entity) -> bool:
    """Whether its records can be handed over: those that stand for themselves or belong to one that does."""
    return talked_about(entity) and not entity.attached
