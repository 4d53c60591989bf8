"""The account that root's server runs as."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys

import pytest

from concerto.kernel.database import account
from concerto.kernel.database.errors import DatabaseRefused
from tests.kernel.database.conftest import needs_root

NEW = f"concerto-new-{os.getpid()}"


@needs_root
def test_it_is_made_when_missing_and_nobody_signs_in_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "ACCOUNT", NEW)
    assert account.account_name() == NEW
    made = account.service_account()
    try:
        assert (made.pw_name, made.pw_dir, made.pw_shell) == (NEW, "/nonexistent", "/usr/sbin/nologin")
        assert account.service_account() == made
    finally:
        subprocess.run(["userdel", NEW], check=True, capture_output=True)


@needs_root
def test_of_many_first_starts_at_once_all_run_as_the_same_account() -> None:
    """useradd looks for the name before it takes its lock, and then gives the account that is there another number."""
    name = f"{NEW}-race"
    start = f"from concerto.kernel.database import account; account.ACCOUNT = {name!r}; print(account.service_account().pw_uid)"
    try:
        starts = [subprocess.Popen([sys.executable, "-c", start], stdout=subprocess.PIPE, text=True) for _ in range(6)]
        told = {each.communicate()[0].strip() for each in starts}
        assert told == {str(pwd.getpwnam(name).pw_uid)}
    finally:
        subprocess.run(["userdel", name], check=True, capture_output=True)


@needs_root
@pytest.mark.parametrize(("path", "why"), [("/nonexistent", "there is no useradd"), ("/usr/sbin", "invalid user name")])
def test_where_it_cannot_be_made_that_is_said(monkeypatch: pytest.MonkeyPatch, path: str, why: str) -> None:
    monkeypatch.setattr(account, "ACCOUNT", "not a name")
    monkeypatch.setattr(account, "CLEAN_ENVIRONMENT", {"PATH": path, "LC_ALL": "C"})
    with pytest.raises(DatabaseRefused) as refused:
        account.service_account()
    assert str(refused.value).startswith("Started by root, Concerto runs its database as the system account not a name")
    assert why in str(refused.value)


def test_a_program_runs_as_it_with_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "secret")
    own = account.service_account()
    said = account.as_account(own, ["sh", "-c", "id -un; id -Gn; pwd; umask; echo $PGPASSWORD"])
    name, _groups, folder, umask, password = said.stdout.splitlines()
    assert (name, folder, umask, password) == (own.pw_name, "/", "0077", "")
    assert account.name_of(own.pw_uid) == pwd.getpwuid(own.pw_uid).pw_name == own.pw_name
    assert account.name_of(4_000_000) == "4000000"
