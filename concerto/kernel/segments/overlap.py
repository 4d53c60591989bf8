"""How two segments lie to each other: how many are in one, in the other, in both."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from django.db import connection

from concerto.kernel.belonging.segment.model import Segment

_COUNT = """
    select count(*) filter (where mine and not theirs), count(*) filter (where mine and theirs),
           count(*) filter (where theirs and not mine)
    from (select bool_or(segment_id = %(mine)s) as mine, bool_or(segment_id = %(theirs)s) as theirs
          from kernel_member where segment_id in (%(mine)s, %(theirs)s) and left_at is null group by record) member
"""
LARGEST, MIDDLE = 78.0, 140.0  # radius of the larger circle and the middle of the picture, in its own units


@dataclass(frozen=True)
class Overlap:
    """Counts of members, and the circles that show them: their areas are as the sizes, their distance as what they share."""

    mine: int
    both: int
    theirs: int

    @property
    def radii(self) -> tuple[float, float]:
        sizes = self.mine + self.both, self.theirs + self.both
        largest = max(*sizes, 1)
        a, b = (max(LARGEST * sqrt(size / largest), 14.0) for size in sizes)
        return a, b

    @property
    def centres(self) -> tuple[float, float]:
        """Apart where nothing is shared, within each other where everything is."""
        a, b = self.radii
        share = self.both / max(1, min(self.mine, self.theirs) + self.both)
        distance = (a + b) * (1 - share) + abs(a - b) * share
        left = MIDDLE + (a - b - distance) / 2  # so that both together stand in the middle
        return left, left + distance


def overlap(mine: Segment, theirs: Segment) -> Overlap:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"mine": mine.pk, "theirs": theirs.pk})
        return Overlap(*cursor.fetchone())
