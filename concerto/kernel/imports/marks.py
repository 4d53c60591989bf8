"""Words that were met in a file, by eight bytes each: what must be remembered of a million rows is eight megabytes."""

from __future__ import annotations

from array import array
from bisect import bisect_left

PARTS = 4096  # a mark is put in its place in one of so many short lists


class Marks:
    """A set of hashes. Two that are alike by chance are taken for one, once in many billions of files."""

    def __init__(self) -> None:
        self.parts = [array("q") for _part in range(PARTS)]

    def __contains__(self, mark: int) -> bool:
        part = self.parts[mark % PARTS]
        place = bisect_left(part, mark)
        return place < len(part) and part[place] == mark

    def add(self, mark: int) -> bool:
        """Remember a mark; answer whether it is new."""
        part = self.parts[mark % PARTS]
        place = bisect_left(part, mark)
        if place < len(part) and part[place] == mark:
            return False
        part.insert(place, mark)
        return True
