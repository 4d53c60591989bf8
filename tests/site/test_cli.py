"""The command line: trouble that was foreseen is one line and exit code 2; help costs nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from django.utils.translation import gettext_lazy as _

from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.database.errors import Sentence
from concerto.site.cli import run
from concerto.site.refusals import refusal
from concerto.site.terminal import language, spoken

PROJECT = Path(__file__).parents[2]


def concerto(*words: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with these settings alone."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT)}
    environment |= {f"CONCERTO_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "concerto", *words]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)


def test_without_a_command_the_commands_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Usage: concerto" in capsys.readouterr().err


def test_help_and_version_succeed(capsys: pytest.CaptureFixture[str]) -> None:
    assert (run(["--help"]), run(["serve", "-h"]), run(["--version"])) == (0, 0, 0)
    assert capsys.readouterr().out.splitlines()[-1].startswith("Concerto ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serve", "--nix"], "concerto: No such option '--nix'. (concerto serve --help)\n"),
        (["nix"], "concerto: No such command 'nix'. (concerto --help)\n"),
        (["token", "create"], "concerto: Missing option '--user'. (concerto token create --help)\n"),
    ],
)
def test_a_slip_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    assert run(words) == 2
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("command", ["serve", "migrate", "check"])
def test_a_wrong_setting_stops_every_command(tmp_path: Path, command: str) -> None:
    done = concerto(command, cwd=tmp_path, PORT="80a")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "concerto: CONCERTO_PORT is '80a', but it takes a whole number from 1 to 65535.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = concerto("check", cwd=tmp_path, DATABASE_URL="postgres://me:hush@127.0.0.1:1/crm")
    assert done.returncode == 2
    assert done.stderr.startswith("concerto: The database crm at 127.0.0.1, port 1, cannot be reached (")
    assert done.stderr.count("\n") == 1
    assert "hush" not in done.stderr


def test_help_starts_neither_django_nor_the_database() -> None:
    script = "import sys, concerto.site.cli as c; c.run(['--help']); print({'django', 'psycopg', 'asyncio'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_a_rule_that_says_no_is_a_sentence_too() -> None:
    assert refusal(Refused(_("The stage needs more facts."))) == "The stage needs more facts."
    invalid = Invalid({"name": _("It is empty."), "": _("Two of them are the same.")}, _("Nothing was saved."))
    assert refusal(invalid) == "Nothing was saved. name: It is empty. Two of them are the same."
    assert refusal(click.ClickException("Plain.")) == "Plain."
    assert refusal(ValueError("a mistake of ours")) is None


def test_sentences_within_sentences_are_spoken() -> None:
    assert (
        spoken(Sentence("{what} is taken by {who}", what="Port 1", who=Sentence("{name}!", name="vim")))
        == "Port 1 is taken by vim!"
    )
    assert spoken(42) == "42"


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_SG", "LANG": "en_US"}, "zh-hans"),
    ],
)
def test_a_terminal_says_its_language(environment: dict[str, str], spoken: str) -> None:
    assert language(environment) == spoken
