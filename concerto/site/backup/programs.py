"""Where pg_dump and pg_restore are: the embedded server's own; for a server of others those of the machine, if new enough."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from concerto.kernel.database import programs
from concerto.kernel.database.address import Address
from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.dumping import Program
from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.kernel.database.roles import reached

_ = Sentence


def programs_for(cluster: Cluster | None, address: Address, home: Path) -> Program:
    """By name. Raises DatabaseRefused where neither the machine's programs nor ours understand the server."""
    if cluster:
        return cluster.program
    with reached(address) as connection:
        wanted = connection.info.server_version // 10000
    for found in (shutil.which("pg_dump"), str(programs.install(home / "postgres" / "programs") / "pg_dump")):
        if found and major(Path(found)) >= wanted:
            return lambda name, beside=Path(found): beside.with_name(name)  # type: ignore[misc]  # bound here
    raise DatabaseRefused(
        _("A backup of PostgreSQL {version} needs its programs: install pg_dump of that version.", version=wanted)
    )


def major(pg_dump: Path) -> int:
    """The version it says it is; 0 where it does not run."""
    said = subprocess.run([pg_dump, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", said)
    return int(found.group(1)) if found else 0
