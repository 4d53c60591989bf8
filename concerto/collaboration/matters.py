"""What departments work on together: records that somebody looks after. Knows none of the nouns."""

from __future__ import annotations

from concerto.kernel.entity.entity import Entity


def looked_after(entity: Entity) -> bool:
    """Whether records of a noun have an owner, as customers, deals and tickets have: settings and lists of words have none.

    What is written on a timeline is said, not worked on.
    """
    return bool(entity.owner) and entity.owner != "id" and not entity.entry
