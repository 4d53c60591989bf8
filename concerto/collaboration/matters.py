"""What departments work on together: records that somebody looks after. Knows none of the nouns."""

from __future__ import annotations

from concerto.kernel.entity.entity import Entity


def looked_after(entity: Entity) -> bool:
    """Whether records of a noun have an owner, as customers, deals, tickets and what a company described for itself have.

    What is written on a timeline is said, not worked on; what keeps the house itself running is no matter between departments.
    """
    of_the_house = entity.is_declared and entity.module == "kernel"
    return bool(entity.owner) and not entity.entry and not of_the_house
