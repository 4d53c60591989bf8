"""A trend as a small line: the points of a polyline in SVG."""

from __future__ import annotations

from collections.abc import Sequence

EDGE = 4  # kept free above and below


def trend(
    values: Sequence[float], *, floor: float | None = 0, top: float | None = None, width: int = 600, height: int = 96
) -> str:
    """From `floor` (None: the smallest value) at the bottom to `top` (None: the largest) at the top; "" where there is no course yet."""
    if len(values) < 2:
        return ""
    low = min(values) if floor is None else floor
    span, step = max((max(values) if top is None else top) - low, 0), width / (len(values) - 1)
    room = height - 2 * EDGE
    heights = [(value - low) / span if span else 0.5 for value in values]
    return " ".join(f"{at * step:.1f},{height - EDGE - room * share:.1f}" for at, share in enumerate(heights))
