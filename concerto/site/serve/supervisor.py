"""Keeps processes alive: each runs in a session of its own, comes back when it ends, and dies with us at the latest."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from concerto.kernel.database.errors import Sentence

_ = Sentence
FIRST_PAUSE = 1.0  # seconds until a child that ended comes back; doubled each time it ends early
LONGEST_PAUSE = 30.0
WELL = 60.0  # seconds after which a child counts as having run well
PATIENCE = 15.0  # seconds for all children to end when told to
TOLD_WHEN_WE_DIE = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class Child:
    """One process to keep alive. `descriptors` are open files that it inherits."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    descriptors: Sequence[int] = ()


class Supervisor:
    """Children are kept from `keep` until `stop`, which ends them in the order in which they were given."""

    def __init__(self, say: Callable[[Sentence], None]) -> None:
        self.say = say
        self._stopping = asyncio.Event()
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._keepers: list[asyncio.Task[None]] = []

    def keep(self, *children: Child) -> None:
        self._keepers += [asyncio.create_task(self._keep(child)) for child in children]

    async def stop(self, *, patience: float = PATIENCE) -> None:
        """Tells all to end, waits, then kills what is left with everything it started."""
        self._stopping.set()
        for process in self._running.values():
            _tell(process, signal.SIGTERM)
        if self._keepers:
            await asyncio.wait(self._keepers, timeout=patience)
        self.kill()
        await asyncio.gather(*self._keepers)

    def kill(self) -> None:
        """Ends all at once, for somebody who does not want to wait."""
        self._stopping.set()
        for process in self._running.values():
            _kill_group(process)

    async def _keep(self, child: Child) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            begun = time.monotonic()
            how = await self._run(child)
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - begun > WELL else pause
            self.say(
                _("{name} ended ({how}); it starts again in {pause} s.", name=child.name, how=how, pause=f"{pause:g}")
            )
            await self._told_to_stop_within(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run(self, child: Child) -> Sentence:
        """From its start to its end; answers how it ended."""
        try:
            process = await _start(child)
        except OSError as error:
            return _("could not start: {why}", why=error.strerror)
        self._running[child.name] = process
        if self._stopping.is_set():
            _tell(process, signal.SIGTERM)
        code = await process.wait()
        _kill_group(process)
        del self._running[child.name]
        return _("exit code {code}", code=code) if code >= 0 else _("signal {signal}", signal=-code)

    async def _told_to_stop_within(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


async def _start(child: Child) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *child.command,
        env={**os.environ, **child.environment},
        stdin=asyncio.subprocess.DEVNULL,
        pass_fds=child.descriptors,
        start_new_session=True,
        preexec_fn=_dying_with(os.getpid()),
    )


def _dying_with(parent: int) -> Callable[[], None]:
    """What a child does first: it asks the system to be killed when its parent dies, however that happens."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def ask() -> None:
        if prctl is not None:
            prctl(TOLD_WHEN_WE_DIE, signal.SIGKILL)
            if os.getppid() != parent:  # it died before we asked
                os._exit(1)

    return ask


def _tell(process: asyncio.subprocess.Process, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(what)


def _kill_group(process: asyncio.subprocess.Process) -> None:
    """The process and whatever it started: nothing outlives it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
