"""The picture of who owes whom: parts of the company on a circle, a line for each pair, as wide as what is open between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from concerto.collaboration.handoffs.ledger.measuring import Pair, Promises, parts
from concerto.kernel.access.department.model import Hue
from concerto.kernel.ui.marks import first_letter

WIDTH, HEIGHT, RADIUS, NODE = 440, 260, 96, 17
THINNEST, THICKEST = 1.0, 5.0
BENT = 0.72  # how far towards the middle a line is drawn: lines to and fro between two lie apart
AROUND = 2 * pi * (NODE + 3)


@dataclass(frozen=True)
class Node:
    """`kept` is the dash of the ring around it: the share of promises that it kept."""

    x: float
    y: float
    hue: str
    letter: str
    kept: str
    share: float | None


@dataclass(frozen=True)
class Edge:
    path: str
    width: float
    pair: Pair


@dataclass(frozen=True)
class Network:
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    worst: Pair | None
    width: int = WIDTH
    height: int = HEIGHT
    radius: int = NODE


def network(owed: Sequence[Pair], kept: Sequence[Promises]) -> Network | None:
    """None where nothing is open between any two."""
    hues = parts(owed)
    if not hues:
        return None
    shares = {each.hue: each.share for each in kept}
    places = {hue: _place(at, len(hues)) for at, hue in enumerate(hues)}
    most = max(pair.open for pair in owed)
    between = [pair for pair in owed if pair.giving != pair.receiving]
    edges = [Edge(_path(places, pair), _width(pair.open, most), pair) for pair in between]
    worst = max(between, key=lambda pair: (pair.late, pair.open), default=None)
    return Network(list(_nodes(places, shares)), sorted(edges, key=lambda edge: edge.pair.late), worst)


def _place(at: int, count: int) -> tuple[float, float]:
    angle = 2 * pi * (at + 0.5) / count - pi / 2
    return round(WIDTH / 2 + RADIUS * 1.45 * cos(angle), 1), round(HEIGHT / 2 + RADIUS * sin(angle), 1)


def _nodes(places: Mapping[str, tuple[float, float]], shares: Mapping[str, float | None]) -> Iterator[Node]:
    for hue, (x, y) in places.items():
        share = shares.get(hue)
        yield Node(
            x,
            y,
            hue,
            first_letter(str(Hue(hue).label)),
            f"{AROUND * (share if share is not None else 100) / 100:.1f} {AROUND:.1f}",
            share,
        )


def _path(places: Mapping[str, tuple[float, float]], pair: Pair) -> str:
    (x1, y1), (x2, y2) = places[pair.giving], places[pair.receiving]
    side = 10 if pair.giving < pair.receiving else -10
    middle_x = WIDTH / 2 + ((x1 + x2) / 2 - WIDTH / 2) * BENT + side
    middle_y = HEIGHT / 2 + ((y1 + y2) / 2 - HEIGHT / 2) * BENT + side
    return f"M{x1} {y1}Q{middle_x:.1f} {middle_y:.1f} {x2} {y2}"


def _width(count: int, most: int) -> float:
    return round(THINNEST + (THICKEST - THINNEST) * count / most, 1)
