"""Where the embedded cluster lives.

PostgreSQL never runs as root. Started by root it runs as the system account `concerto`; when that account may not
enter the home, the cluster lives under /var/lib/concerto instead. The rights of a parent folder are never changed.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from concerto.kernel.database.account import as_root, may_enter, name_of, service_account
from concerto.kernel.database.errors import DatabaseRefused, Sentence

_ = Sentence
MAJOR = 18
ELSEWHERE = Path("/var/lib/concerto")
CONTROLS, NO_TEXT = range(32), range(0xD800, 0xE000)  # the latter is how Python shows bytes that are no text
UNFIT = set('"$`\\') | {chr(code) for code in (*CONTROLS, *NO_TEXT)}


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
    home = resolved(home)
    _refuse_unfit(home)
    account, socket, elsewhere = service_account(), socket_folder(home), ELSEWHERE / digest(home)
    enters = may_enter(account, home)
    if not enters and (not as_root() or holds_cluster(home)):
        raise DatabaseRefused(
            _(
                "The account {account}, which runs the database, may not enter the data folder {home}.",
                account=account.pw_name,
                home=home,
            )
        )
    if enters and (holds_cluster(home) or not (as_root() and holds_cluster(elsewhere))):
        return Place(home, account, socket)
    notice = _(
        "The database lives in {place}, because the account {account} that runs it could not enter {home}.",
        place=elsewhere,
        account=account.pw_name,
        home=home,
    )
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


def _refuse_unfit(home: Path) -> None:
    """PostgreSQL's own programs hand paths to a shell, so a path must not mean anything to one."""
    if UNFIT & set(str(home)):
        raise DatabaseRefused(
            _(
                "The path of the data folder, {home}, holds a double quote, a dollar sign, a backtick, a backslash "
                "or what is no text: choose another folder.",
                home=ascii(str(home)),
            )
        )
    if home.exists() and not home.is_dir():
        raise DatabaseRefused(_("The data folder {home} is not a folder.", home=home))


def _make(folder: Path, mode: int) -> None:
    folder.mkdir(exist_ok=True)
    folder.chmod(mode)


def _make_own(folder: Path, mode: int, owner: int) -> None:
    """A folder of `owner` that nobody could have prepared for us: a stranger's folder or link is refused."""
    if not os.path.lexists(folder):
        _make(folder, mode)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()) or found.st_mode & 0o022:
        raise DatabaseRefused(
            _(
                "{folder} belongs to {owner} or may be written by others: run Concerto as the account "
                "that owns it, or choose another data folder.",
                folder=folder,
                owner=name_of(found.st_uid),
            )
        )
    if found.st_uid != owner:
        os.chown(folder, owner, -1, follow_symlinks=False)
