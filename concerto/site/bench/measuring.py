"""Calls by several clients at once, each timed; nothing is known here of what is called."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

Call = Callable[[int], object]  # one call, given its number
WARM, LEAST, MOST = 5, 5, 200  # calls of each client: before the clock runs, at least, at most
SECONDS = 1.5  # after which no new call begins


@dataclass(frozen=True)
class Timing:
    """`p50` and `p95` in milliseconds, `per_s` over all clients."""

    p50: float
    p95: float
    per_s: float


def timed(make: Callable[[], Call], clients: int) -> Timing:
    """Let so many clients call at once, each with a connection of its own. Raises what a call raises."""
    calls = [make() for _client in range(clients)]
    taken: list[list[float]] = [[] for _client in calls]
    failures: list[BaseException] = []
    gate = threading.Barrier(clients + 1)
    threads = [
        threading.Thread(target=_client, args=(call, at * MOST, gate, taken[at], failures), daemon=True)
        for at, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - begun
    if failures:
        raise failures[0]
    every = sorted(each for times in taken for each in times)
    return Timing(statistics.median(every) * 1000, every[int(len(every) * 0.95)] * 1000, len(every) / elapsed)


def _client(call: Call, first: int, gate: threading.Barrier, taken: list[float], failures: list[BaseException]) -> None:
    begun = time.perf_counter()
    try:
        for number in range(WARM):
            if time.perf_counter() < begun + SECONDS:
                call(first + number)
    except BaseException as failure:
        failures.append(failure)
    gate.wait()
    until = time.perf_counter() + SECONDS
    while not failures and len(taken) < MOST and (len(taken) < LEAST or time.perf_counter() < until):
        begun = time.perf_counter()
        try:
            call(first + len(taken))
        except BaseException as failure:
            failures.append(failure)
            return
        taken.append(time.perf_counter() - begun)
