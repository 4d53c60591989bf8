"""The account of the operating system that the embedded server runs as: oneself, or for root one made for it."""

from __future__ import annotations

import fcntl
import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path

from concerto.kernel.database.errors import DatabaseRefused, Sentence

_ = Sentence
ACCOUNT = "concerto"
CLEAN_ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}


def as_root() -> bool:
    return os.geteuid() == 0


def account_name() -> str:
    """The name of the account the embedded server runs as, whether it exists yet or not."""
    return ACCOUNT if as_root() else _oneself().pw_name


def service_account() -> pwd.struct_passwd:
    """Oneself; for root the system account `concerto`, made when it is missing."""
    if not as_root():
        return _oneself()
    return _entry(ACCOUNT) or _made_once()


def as_account(account: pwd.struct_passwd, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Runs a program as `account`, with nothing of our environment; its output is text, its failure is the caller's."""
    uid, gid = (account.pw_uid, account.pw_gid) if as_root() else (None, None)
    return subprocess.run(
        list(map(str, command)),
        user=uid,
        group=gid,
        extra_groups=[] if as_root() else None,
        umask=0o077,
        cwd="/",
        env=CLEAN_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def may_enter(account: pwd.struct_passwd, folder: Path) -> bool:
    """Whether `account` reaches `folder`, or would once it is made: asked of the system, not worked out from modes."""
    while not os.path.lexists(folder):
        folder = folder.parent
    return as_account(account, ["test", "-x", f"{folder}/."]).returncode == 0


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _oneself() -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.geteuid())
    except KeyError:
        raise DatabaseRefused(
            _(
                "The account number {uid} has no name on this machine, and PostgreSQL needs one: "
                "add it to the password list or set CONCERTO_DATABASE_URL.",
                uid=os.geteuid(),
            )
        ) from None


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made_once() -> pwd.struct_passwd:
    """Makes the account, one start at a time: of two at once, useradd lets the later give the account another number."""
    system = os.open("/etc", os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(system, fcntl.LOCK_EX)
        return _entry(ACCOUNT) or _new_account()
    finally:
        os.close(system)


def _new_account() -> pwd.struct_passwd:
    why = _useradd()
    entry = _entry(ACCOUNT)
    if entry is None:
        raise DatabaseRefused(
            _(
                "Started by root, Concerto runs its database as the system account {account}, which "
                "could not be made ({why}): make it, or run Concerto as an ordinary user.",
                account=ACCOUNT,
                why=why,
            )
        )
    return entry


def _useradd() -> str:
    """Makes the account; what went wrong, if anything did."""
    nobody_signs_in = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    command = ["useradd", "--system", *nobody_signs_in, ACCOUNT]
    try:
        made = subprocess.run(command, env=CLEAN_ENVIRONMENT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return _("there is no useradd")
    return made.stderr.strip()
