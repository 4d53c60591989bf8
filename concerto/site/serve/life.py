"""From start to stop: lock, port, database, migrations, then the children; and back in the other order."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.site import migrated
from concerto.site.configuration import Configuration
from concerto.site.database import database, prepare, running_database
from concerto.site.home import using
from concerto.site.serve.children import children, counts
from concerto.site.serve.lock import only_serve
from concerto.site.serve.port import first_answer, listening_socket
from concerto.site.serve.supervisor import Child, Supervisor
from concerto.site.terminal import say

_ = Sentence
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
A_LOOK = 2.0  # seconds between two looks at the database
LOOKS_A_MONTH_IS_MINDED = 1800  # about once an hour


def serve(configuration: Configuration) -> None:
    """Serves until told to stop. Raises Misconfigured or DatabaseRefused before anything is left running."""
    for stop in STOPS:
        signal.signal(stop, _leave)
    with (
        only_serve(configuration.home),
        listening_socket(configuration.host, configuration.port) as listener,
        running_database(configuration) as cluster,
    ):
        if cluster and cluster.notice:
            say(cluster.notice)
        configuration = prepare(configuration)
        _bring_up_to_date(configuration)
        asyncio.run(_serve(configuration, listener, cluster))
    say(_("Concerto has stopped."))


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Told to stop before there were children: everything that was begun is ended on the way out."""
    raise SystemExit(0)


def _bring_up_to_date(configuration: Configuration) -> None:
    """In processes of their own, as the owner: the one that serves never has the owner's rights, nor Django in memory."""
    found = migrated.found(database(configuration, "owner"))
    if migrated.is_fresh(found):
        return
    say(_("Preparing the database …"))
    if failed := _concerto("migrate"):
        raise SystemExit(failed)
    if found is None and configuration.demo:
        say(_("Loading the demo company …"))
        _concerto("demo")  # without it one can work, too


def _concerto(command: str) -> int:
    """One of our own commands; answers its exit code, and when it failed it has said why."""
    return subprocess.run([sys.executable, "-m", "concerto", command], stdin=subprocess.DEVNULL, check=False).returncode


async def _serve(configuration: Configuration, listener: socket.socket, cluster: Cluster | None) -> None:
    supervisor, stopping = Supervisor(say), asyncio.Event()
    for stop in STOPS:
        asyncio.get_running_loop().add_signal_handler(stop, _stop_or_hurry, supervisor, stopping)
    _forget_counts(counts(configuration.home))
    first, *others = children(configuration, listener.fileno())
    supervisor.keep(first)
    told = asyncio.create_task(stopping.wait())
    work = asyncio.create_task(_work(configuration, supervisor, others, cluster))
    await asyncio.wait([told, work], return_when=asyncio.FIRST_COMPLETED)
    listener.close()
    await supervisor.stop()
    if not work.cancel():
        work.result()


def _forget_counts(folder: Path) -> None:
    """Counts begin with each start: those of processes that ended long ago would be added up for ever."""
    with using(folder):
        folder.mkdir(exist_ok=True)
        for file in folder.glob("*.db"):
            file.unlink()


def _stop_or_hurry(supervisor: Supervisor, stopping: asyncio.Event) -> None:
    """The first signal asks everybody to finish; whoever sends a second one does not want to wait."""
    if stopping.is_set():
        supervisor.kill()
    stopping.set()


async def _work(
    configuration: Configuration, supervisor: Supervisor, others: Sequence[Child], cluster: Cluster | None
) -> None:
    """The other children start once somebody can be answered; then the database is watched. Ends only by an error."""
    await first_answer(configuration.host, configuration.port)
    _announce(configuration)
    supervisor.keep(*others)
    looks = 0
    while True:
        await asyncio.sleep(A_LOOK)
        looks += 1
        if cluster and not await asyncio.to_thread(cluster.is_up):
            await _revive(cluster)
        if looks % LOOKS_A_MONTH_IS_MINDED == 0:
            await asyncio.to_thread(_mind_the_month, configuration)


def _mind_the_month(configuration: Configuration) -> None:
    """A server that runs for years still makes the months of its journal; nothing is said while nothing is to be done."""
    try:
        fresh = migrated.is_fresh(migrated.found(database(configuration, "owner")))
    except DatabaseRefused:
        return  # it will be asked again
    if not fresh:
        _concerto("migrate")


def _announce(configuration: Configuration) -> None:
    say(_("Concerto 协奏 is at {address} (Ctrl-C stops it)", address=configuration.public_url))
    if configuration.demo:
        from concerto.site.demo.cast import PASSWORD, PEOPLE  # only a demo has them

        names = ", ".join(member.username for member in PEOPLE if not member.username[-1].isdigit())
        say(_("Look around as one of {names}; their password is {password}", names=names, password=PASSWORD))


async def _revive(cluster: Cluster) -> None:
    """A database that was killed comes back, as every child does."""
    say(_("The database ended; it starts again."))
    try:
        await asyncio.to_thread(cluster.start)
    except DatabaseRefused as refused:
        say(refused.sentence)
