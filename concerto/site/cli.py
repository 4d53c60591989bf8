"""The command line: `concerto serve`, and the rest of commands/. Django starts only in a command that needs it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

import click

from concerto.site.commands import COMMANDS
from concerto.site.refusals import refusal
from concerto.site.terminal import complain
from concerto.site.terminal import gettext as _

REFUSED = 2
INTERRUPTED = 130


@click.group(
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("Concerto, the collaborative CRM. Settings come from the environment and from the file .env here."),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    help=_("Show the version."),
    callback=lambda *given: _tell_version(*given),
)
def concerto() -> None:
    pass


def main() -> None:
    """The program `concerto`."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """One command; answers its exit code. Trouble that was foreseen is one line on the error output."""
    try:
        return concerto.main(list(arguments), prog_name="concerto", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        sentence = refusal(error)
        if sentence is None:
            raise
        complain(sentence)
        return REFUSED


def _tell_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"Concerto {_version()}")
        context.exit()


def _version() -> str:
    try:
        return version("concerto-crm")
    except PackageNotFoundError:  # run from a checkout
        return _("unreleased")
