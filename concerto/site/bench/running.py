"""One run: every case by every number of clients, each next to its floor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial

from concerto.kernel.access.actor import IMPORT, actor_for
from concerto.kernel.database.address import Address
from concerto.site.bench import importing
from concerto.site.bench.cases import Case, Floor, cases, known
from concerto.site.bench.doors import Doors
from concerto.site.bench.measuring import Call, timed
from concerto.site.people import person_called


@dataclass(frozen=True)
class Result:
    """One line of the table. `ratio` compares medians for one client, and throughput for several."""

    name: str
    scale: str
    clients: int
    p50_ms: float
    p95_ms: float
    per_s: float
    floor_ms: float
    ratio: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def run(scale: str, port: int, database: Address, clients: Sequence[int], only: str = "") -> Iterator[Result]:
    """Measure the cases whose name begins with `only`, reads before writes."""
    with database.connect(autocommit=True) as connection:
        here = known(connection)
    doors = Doors(port, person_called("admin"))
    for case in cases(here):
        if f"{case.name} ({case.door})".startswith(only):
            for count in clients:
                yield measured(case, scale, doors, database, count)
    if importing.NAME.startswith(only):
        yield imported(scale, doors.person, database)


def imported(scale: str, person: int, database: Address) -> Result:
    """A whole file at once; `per_s` are its rows."""
    actor = actor_for(person, IMPORT)
    assert actor, "the administrator is there"
    with database.connect(autocommit=True) as connection:
        rows, ours, floor = importing.measured(actor, connection, scale)
    taken = round(ours * 1000, 2)
    figures = (taken, taken, round(rows / ours, 2), round(floor * 1000, 2), round(ours / floor, 2))
    return Result(importing.NAME, scale, 1, *figures)


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
