"""What a command needs before its work: the database runs and fits this code, Django is ready, sentences are understood."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.site import migrated
from concerto.site.configuration import Configuration, configuration
from concerto.site.database import database, prepare, running_database
from concerto.site.terminal import language

_ = Sentence


@contextmanager
def everything_ready() -> Iterator[Configuration]:
    """Lasts as long as the command works. Raises Misconfigured or DatabaseRefused with what to do instead."""
    here = configuration()
    with running_database(here) as embedded:
        if embedded is None:
            here = prepare(here)
        if not migrated.fits(migrated.found(database(here, "owner"))):
            raise DatabaseRefused(
                _("The database does not fit this version of Concerto yet: run concerto migrate first.")
            )
        start_django()
        yield here


def start_django() -> None:
    """Django, speaking the language of the terminal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concerto.site.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())
