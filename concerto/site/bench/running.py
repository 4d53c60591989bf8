"""One run: every case by every number of clients, each next to its floor."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial

from concerto.kernel.access.actor import IMPORT, Actor, actor_for
from concerto.kernel.database.address import Address
from concerto.kernel.text.lexemes import lexemes
from concerto.site.bench import clocks, exporting, importing, looking, masses, matching, owing, streams
from concerto.site.bench.case import Case, Connection, Floor
from concerto.site.bench.cases import cases, known
from concerto.site.bench.doors import Doors
from concerto.site.bench.inbox import inbox
from concerto.site.bench.measuring import Call, timed
from concerto.site.people import person_called


@dataclass(frozen=True)
class Result:
    """One line of the table. `ratio` compares medians for one client, and throughput for several; `memory_mb` is the most
    that a process had which was begun for the work, 0 where there was none."""

    name: str
    scale: str
    clients: int
    p50_ms: float
    p95_ms: float
    per_s: float
    floor_ms: float
    ratio: float
    memory_mb: float = 0.0

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def run(
    scale: str, port: int, database: Address, clients: Sequence[int], only: str = "", open_pages: int = 100
) -> Iterator[Result]:
    """Measure the cases whose name begins with `only`, reads before writes; `open_pages` are those that hear of a mention."""
    with database.connect(autocommit=True) as connection:
        here, told = known(connection), list(inbox(connection))
    if matching.NAME.startswith(only):
        figures = matching.measured()  # before the queue is asked for what was found
        yield replace(whole(matching.NAME, scale, *figures), memory_mb=children_mb())
    doors = Doors(port, person_called("admin"))
    if owing.NAME.startswith(only):
        with database.connect(autocommit=True) as connection:
            owing.give(connection, here, doors.person)
    for case in (*told, *cases(here), *owing.owing(doors.person)):
        if f"{case.name} ({case.door})".startswith(only):
            for count in clients:
                yield measured(case, scale, doors, database, count)
    if open_pages and streams.NAME.startswith(only):
        yield listened(scale, open_pages, streams.measured(doors, database, here.at(0), open_pages))
    actor = actor_for(doors.person, IMPORT)
    assert actor, "the administrator is there"
    lexemes(["预热"])  # a worker has the dictionaries long before it is given anything
    for name, measure in at_once(actor, scale).items():
        if name.startswith(only):
            with database.connect(autocommit=True) as connection:
                yield whole(name, scale, *measure(connection))


def at_once(actor: Actor, scale: str) -> dict[str, Callable[[Connection], tuple[int, float, float]]]:
    """Name → how to measure it, for work on all rows at once: (rows, seconds, seconds of the floor)."""
    return {
        clocks.NAME: clocks.measured,
        looking.NAME: looking.measured,
        masses.SEGMENT: partial(masses.refreshed, actor),
        exporting.NAME: partial(exporting.measured, actor),
        masses.EDIT: partial(masses.edited, actor),
        masses.UNDO: partial(masses.undone, actor),
        importing.NAME: partial(importing.measured, actor, scale=scale),
        masses.ROLLBACK: partial(masses.taken_back, actor),
    }


def whole(name: str, scale: str, rows: int, ours: float, floor: float) -> Result:
    """Done once by one client; `per_s` are rows."""
    taken = round(ours * 1000, 2)
    return Result(name, scale, 1, taken, taken, round(rows / ours, 2), round(floor * 1000, 2), round(ours / floor, 2))


def listened(scale: str, pages: int, heard: streams.Heard) -> Result:
    """From a mention to the pages that are open; `per_s` are pages told."""
    figures = (heard.p50, heard.p95, pages / heard.last * 1000, heard.floor, heard.p50 / heard.floor)
    return Result(f"{streams.NAME} × {pages}", scale, 1, *(round(figure, 2) for figure in figures))


def children_mb() -> int:
    """The largest of all processes that this one began and saw end."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // unit


def measured(case: Case, scale: str, doors: Doors, database: Address, clients: int) -> Result:
    floor = timed(by_hand(database, case.floor), clients)
    ours = timed(doors.calling(case.door, case.ask), clients)
    ratio = ours.p50 / floor.p50 if clients == 1 else floor.per_s / ours.per_s
    figures = (ours.p50, ours.p95, ours.per_s, floor.p50, ratio)
    return Result(f"{case.name} ({case.door})", scale, clients, *(round(figure, 2) for figure in figures))


def by_hand(database: Address, floor: Floor) -> Callable[[], Call]:
    """Makes clients that write SQL, each on a connection of its own with the settings that the server's have."""

    def make() -> Call:
        return partial(floor, database.connect(autocommit=True))

    return make
