"""The embedded server's configuration: durable, private, sized to the machine. Written anew at every start."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator, Mapping
from pathlib import Path

from concerto.kernel.database.place import Place

MB = 1024 * 1024
GB = 1024 * MB
CGROUPS, OLDER_LIMIT = Path("/sys/fs/cgroup"), "memory/memory.limit_in_bytes"
KEEPER, OWNER, APP = "postgres", "concerto_owner", "concerto_app"

DURABLE = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "10min",
}
LOGGED = {
    "logging_collector": "on",
    "log_filename": "%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_min_duration_statement": "500",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}
SAME_EVERYWHERE = {
    "timezone": "UTC",
    "log_timezone": "UTC",
    "datestyle": "iso, ymd",
    "lc_messages": "C",
    "default_text_search_config": "pg_catalog.simple",
    "random_page_cost": "1.1",
}
BOUNDED = {"max_connections": "60", "idle_in_transaction_session_timeout": "60s"}


def write(place: Place, wanted: Mapping[str, str]) -> Path:
    """Writes the three files PostgreSQL reads into our own folder, where the server itself cannot change them.

    `wanted` overrides single settings. Answers the path of the main file.
    """
    me = pwd.getpwuid(os.geteuid()).pw_name
    main = place.engine / "postgresql.conf"
    _replace(place.engine / "pg_hba.conf", "local all all peer map=concerto\n")
    _replace(place.engine / "pg_ident.conf", "".join(f'concerto "{me}" {role}\n' for role in (KEEPER, OWNER, APP)))
    usual = {**DURABLE, **LOGGED, **SAME_EVERYWHERE, **BOUNDED, **sized(machine_memory())}
    settings = {**usual, **_private(place), **wanted}
    _replace(main, "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items()))
    return main


def sized(memory: int) -> dict[str, str]:
    """Memory settings for a machine of `memory` bytes that also runs the application."""
    share = memory // 4 if memory >= 4 * GB else memory // 8
    return {
        "shared_buffers": _megabytes(min(share, 2 * GB)),
        "effective_cache_size": _megabytes(memory // 2),
        "work_mem": _megabytes(max(4 * MB, min(memory // 256, 64 * MB))),
        "maintenance_work_mem": _megabytes(min(memory // 16, GB)),
    }


def machine_memory() -> int:
    """Bytes this process may use: the machine's memory, or less where a container or service is held to a limit."""
    return min([os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), *_limits()])


def _limits() -> Iterator[int]:
    """Limits of the control groups around this process, in both versions of the interface."""
    groups = Path("/proc/self/cgroup")
    lines = groups.read_text().splitlines() if groups.exists() else []
    own = CGROUPS.joinpath(*(line.removeprefix("0::/") for line in lines if line.startswith("0::/")))
    for file in [*(folder / "memory.max" for folder in (own, *own.parents)), CGROUPS / OLDER_LIMIT]:
        limit = file.read_text().strip() if file.exists() else "max"
        if limit.isdigit():
            yield int(limit)


def _private(place: Place) -> dict[str, str]:
    """No network, one socket in a private folder, and nobody but the account that runs Concerto."""
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(place.socket),
        "unix_socket_permissions": "0700",
        "hba_file": str(place.engine / "pg_hba.conf"),
        "ident_file": str(place.engine / "pg_ident.conf"),
        "log_directory": str(place.postgres / "log"),
    }


def _megabytes(size: int) -> str:
    return f"{size // MB}MB"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _replace(path: Path, text: str) -> None:
    """At once or not at all, readable by the account."""
    new = path.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.chmod(0o644)
    new.replace(path)
