"""From start to stop: lock, port, database, migrations, then the children; and back in the other order."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from types import FrameType
from typing import NoReturn

from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.site import migrated
from concerto.site.configuration import Configuration
from concerto.site.database import database, prepare, running_database
from concerto.site.serve.children import other_children, web_children
from concerto.site.serve.lock import only_serve
from concerto.site.serve.port import first_answer, listening_socket
from concerto.site.serve.supervisor import Supervisor
from concerto.site.terminal import say

_ = Sentence
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
A_LOOK = 2.0  # seconds between two looks at the database


def serve(configuration: Configuration) -> None:
    """Serves until told to stop. Raises Misconfigured or DatabaseRefused before anything is left running."""
    for stop in STOPS:
        signal.signal(stop, _leave)
    with only_serve(configuration.home), listening_socket(configuration.host, configuration.port) as listener:
        with running_database(configuration) as cluster:
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
    if found == migrated.expected():
        return
    say(_("Preparing the database …"))
    _concerto("migrate")
    if found is None and configuration.demo:
        say(_("Loading the demo company …"))
        _concerto("demo")


def _concerto(*command: str) -> None:
    """One of our own commands; when it fails it has said why."""
    done = subprocess.run([sys.executable, "-m", "concerto", *command], stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


async def _serve(configuration: Configuration, listener: socket.socket, cluster: Cluster | None) -> None:
    supervisor, stopping = Supervisor(say), asyncio.Event()
    for stop in STOPS:
        asyncio.get_running_loop().add_signal_handler(stop, _stop_or_hurry, supervisor, stopping)
    supervisor.keep(*web_children(configuration, listener.fileno()))
    tasks = [asyncio.create_task(_announce(configuration, supervisor))]
    if cluster:
        tasks.append(asyncio.create_task(_watch(cluster)))
    await stopping.wait()
    for task in tasks:
        task.cancel()
    listener.close()
    await supervisor.stop()


def _stop_or_hurry(supervisor: Supervisor, stopping: asyncio.Event) -> None:
    """The first signal asks everybody to finish; whoever sends a second one does not want to wait."""
    if stopping.is_set():
        supervisor.kill()
    stopping.set()


async def _announce(configuration: Configuration, supervisor: Supervisor) -> None:
    """Pages first; what works in the background starts once somebody can be answered."""
    await first_answer(configuration.host, configuration.port)
    say(_("Concerto 协奏 is at {address}", address=configuration.public_url))
    if configuration.demo:
        say(_("This is a demo: the sign-in page names the people to look around as."))
    say(_("Ctrl-C stops it."))
    supervisor.keep(*other_children())


async def _watch(cluster: Cluster) -> None:
    """A database that was killed comes back, as every child does."""
    while True:
        await asyncio.sleep(A_LOOK)
        if not await asyncio.to_thread(cluster.is_up):
            say(_("The database ended; it starts again."))
            try:
                await asyncio.to_thread(cluster.start)
            except DatabaseRefused as refused:
                say(refused.sentence)
