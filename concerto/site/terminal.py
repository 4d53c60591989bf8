"""What is said on a terminal, in the language of the terminal: from the same catalogue as the pages, without Django."""

from __future__ import annotations

import gettext as library
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import click

from concerto.kernel.database.errors import Sentence

LOCALE = Path(__file__).resolve().parent.parent / "locale"
SPEAKS = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides


def language(environment: Mapping[str, str] = os.environ) -> str:
    """`zh-hans` on a Chinese terminal, else `en`."""
    said = next((environment[name] for name in SPEAKS if environment.get(name)), "")
    return "zh-hans" if said.lower().startswith("zh") else "en"


def gettext(message: str) -> str:
    return _catalogue().gettext(message)


def spoken(sentence: object) -> str:
    """A sentence, and the sentences within it, in the language of the terminal; anything else as it is."""
    if not isinstance(sentence, Sentence):
        return str(sentence)
    return gettext(sentence.msgid).format(**{name: spoken(value) for name, value in sentence.values.items()})


def say(sentence: object) -> None:
    click.echo(spoken(sentence))


def complain(sentence: object) -> None:
    """Says it on the error output, as one line."""
    click.echo("concerto: " + " ".join(spoken(sentence).split()), err=True)


@cache
def _catalogue() -> library.NullTranslations:
    if language() == "en":
        return library.NullTranslations()
    return library.translation("django", LOCALE, ["zh_Hans"], fallback=True)
