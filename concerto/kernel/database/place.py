"""Where the embedded cluster lives, and which account of the operating system it runs as.

PostgreSQL never runs as root. Started by root it runs as the system account `concerto`; when that account may not
enter the home, the cluster lives under /var/lib/concerto instead. The rights of a parent folder are never changed.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from concerto.kernel.database.errors import DatabaseRefused, Sentence

_ = Sentence
MAJOR = 18
ACCOUNT = "concerto"
ELSEWHERE = Path("/var/lib/concerto")
CLEAN_ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}
BREAKS_A_SHELL = set("\"$`\\") | {chr(code) for code in range(32)}


@dataclass(frozen=True)
class Place:
    """The folders of one cluster: `engine` (programs, settings, lock) is ours, `postgres` is the account's."""

    base: Path
    account: pwd.struct_passwd
    socket: Path
    notice: Sentence | None = None

    @property
    def engine(self) -> Path:
        return self.base / "engine"

    @property
    def postgres(self) -> Path:
        return self.base / "postgres"

    @property
    def data(self) -> Path:
        return self.postgres / str(MAJOR)

    def make_folders(self) -> None:
        """Makes what is missing; refuses a folder that somebody else made."""
        for folder in reversed([self.base, *self.base.parents]):
            if not folder.exists():
                _make(folder, 0o711 if as_root() else 0o700)
        _make_own(self.engine, 0o711 if as_root() else 0o700, os.geteuid())
        _make_own(self.postgres, 0o700, self.account.pw_uid)
        _make_own(self.socket, 0o700, self.account.pw_uid)


def find(home: Path) -> Place:
    """The place of the cluster of `home`: where it already is, else where its account may go."""
    home, account, socket = resolved(home), service_account(), socket_folder(home)
    if BREAKS_A_SHELL & set(str(home)):
        raise DatabaseRefused(_("The path of the data folder, {home}, holds a quote, a dollar sign, a backslash or a "
                                "control character: choose another folder.", home=repr(str(home))))
    elsewhere = ELSEWHERE / digest(home)
    enters = may_enter(account, home)
    if not enters and (not as_root() or holds_cluster(home)):
        raise DatabaseRefused(_("The account {account}, which runs the database, may not enter the data folder "
                                "{home}.", account=account.pw_name, home=home))
    if enters and (holds_cluster(home) or not (as_root() and holds_cluster(elsewhere))):
        return Place(home, account, socket)
    notice = _("The database lives in {place}, because the account {account} that runs it could not enter {home}.",
               place=elsewhere, account=account.pw_name, home=home)
    return Place(elsewhere, account, socket, notice)


def resolved(home: Path) -> Path:
    return Path(os.path.realpath(home))


def digest(home: Path) -> str:
    return hashlib.sha256(os.fsencode(resolved(home))).hexdigest()[:12]


def socket_folder(home: Path) -> Path:
    """Short, because a socket's path is at most 107 bytes; from the home alone, so every process computes the same."""
    runtime = "/run" if as_root() else "/tmp"  # noqa: S108 (the folder made inside is private and checked)
    return Path(runtime, f"concerto-{os.geteuid()}-{digest(home)}")


def holds_cluster(base: Path) -> bool:
    folder = base / "postgres"
    return folder.exists() and any(child.name.isdigit() for child in folder.iterdir())


def as_root() -> bool:
    return os.geteuid() == 0


def account_name() -> str:
    """The name of the account the embedded server runs as, whether it exists yet or not."""
    return ACCOUNT if as_root() else _oneself().pw_name


def service_account() -> pwd.struct_passwd:
    """Oneself; for root the system account `concerto`, made when it is missing."""
    if not as_root():
        return _oneself()
    return _entry(ACCOUNT) or _new_account()


def as_account(account: pwd.struct_passwd, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Runs a program as `account`, with nothing of our environment; its output is text, its failure is the caller's."""
    uid, gid = (account.pw_uid, account.pw_gid) if as_root() else (None, None)
    return subprocess.run(list(map(str, command)), user=uid, group=gid, extra_groups=[] if as_root() else None,
                          umask=0o077, cwd="/", env=CLEAN_ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, errors="replace", check=False)


def may_enter(account: pwd.struct_passwd, folder: Path) -> bool:
    """Whether `account` reaches `folder`, or would once it is made: asked of the system, not worked out from modes."""
    while not os.path.lexists(folder):
        folder = folder.parent
    return as_account(account, ["test", "-x", f"{folder}/."]).returncode == 0


def _oneself() -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.geteuid())
    except KeyError:
        raise DatabaseRefused(_("The account number {uid} has no name on this machine, and PostgreSQL needs one: "
                                "add it to the password list or set CONCERTO_DATABASE_URL.",
                                uid=os.geteuid())) from None


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _new_account() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin",
               ACCOUNT]
    try:
        made = subprocess.run(command, env=CLEAN_ENVIRONMENT, capture_output=True, text=True, check=False)
        why = made.stderr.strip()
    except OSError as error:
        why = str(error)
    patience = time.monotonic() + 3  # another start may be making it at this moment
    while (entry := _entry(ACCOUNT)) is None and time.monotonic() < patience:
        time.sleep(0.1)
    if entry is None:
        raise DatabaseRefused(_("Started by root, Concerto runs its database as the system account {account}, which "
                                "could not be made ({why}): make it, or run Concerto as an ordinary user.",
                                account=ACCOUNT, why=why))
    return entry


def _make(folder: Path, mode: int) -> None:
    folder.mkdir(exist_ok=True)
    folder.chmod(mode)


def _make_own(folder: Path, mode: int, owner: int) -> None:
    """A folder of `owner` that nobody could have prepared for us: a stranger's folder or link is refused."""
    if not os.path.lexists(folder):
        _make(folder, mode)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()) or found.st_mode & 0o022:
        raise DatabaseRefused(_("{folder} belongs to {owner} or may be written by others: run Concerto as the account "
                                "that owns it, or choose another data folder.",
                                folder=folder, owner=name_of(found.st_uid)))
    if found.st_uid != owner:
        os.chown(folder, owner, -1, follow_symlinks=False)


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
