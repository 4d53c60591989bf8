"""Errors that a person can do something about: said in one sentence, without a traceback."""

from __future__ import annotations

import click

from concerto.kernel.database.errors import DatabaseRefused
from concerto.site.setting import Misconfigured
from concerto.site.terminal import spoken


def refusal(error: Exception) -> str | None:
    """The sentence of a known error; None for one that nobody foresaw."""
    if isinstance(error, click.UsageError):
        return _with_help(error)
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, DatabaseRefused | Misconfigured):
        return spoken(error.sentence)
    return _of_the_business(error)


def _with_help(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "concerto"
    return f"{error.format_message()} ({path} --help)"


def _of_the_business(error: Exception) -> str | None:
    """A rule said no: the same words as on every other door, with what each value lacks."""
    from concerto.kernel.actions.refusal import Invalid, Refused

    if not isinstance(error, Refused):
        return None
    problems = (
        [f"{field}: {problem}" if field else str(problem) for field, problem in error.problems.items()]
        if isinstance(error, Invalid)
        else []
    )
    return " ".join([str(error.message), *problems])
