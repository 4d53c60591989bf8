"""A checklist as it is kept, a step on each line, and as it is shown. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TICKED = re.compile(r"^\s*(?:[-*]\s*)?\[\s*([xX✓√]?)\s*\]\s*(.*)$")


@dataclass(frozen=True)
class Step:
    words: str
    done: bool


def steps_of(checklist: str) -> list[Step]:
    """The lines that say something; boxes may be drawn as in other programs: “- [ ]”, “[x]”."""
    return [_step(line) for line in checklist.splitlines() if line.strip()]


def _step(line: str) -> Step:
    found = _TICKED.match(line)
    return Step(found[2].strip(), bool(found[1])) if found else Step(line.strip(), False)


def written(steps: Sequence[Step]) -> str:
    return "\n".join(f"[x] {step.words}" if step.done else step.words for step in steps)


def ticked(checklist: str, place: int, words: str) -> str | None:
    """The list with the step at a place (from 1) turned over; None where another one stands there by now."""
    steps = steps_of(checklist)
    if not 1 <= place <= len(steps) or steps[place - 1].words != words:
        return None
    steps[place - 1] = Step(words, not steps[place - 1].done)
    return written(steps)


def begun_anew(checklist: str) -> str:
    """The list with nothing done."""
    return written([Step(step.words, False) for step in steps_of(checklist)])
