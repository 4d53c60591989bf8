"""What the machine lacks, told so that somebody can do something about it: a database that is away, a disk that is full."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import NamedTuple

import psycopg
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
AWAY = ("08", "57P", "53300")  # how SQLSTATEs of lost, refused and ended connections begin
JOURNAL = "journal"  # it has no checks: what its table refuses is a line that no partition takes
SOON = 5  # seconds in which a database that ended is usually back


class Fault(NamedTuple):
    """`answers` tells whether the database can still be asked, for what stands around the sentence."""

    status: int
    message: Label
    answers: bool = True


FULL = Fault(
    507,
    _(
        "The disk of the server is full. Nothing of this was saved, and nothing saved before is lost: "
        "tell your administrator to make room, then send it again."
    ),
)
NO_DATABASE = Fault(
    503,
    _(
        "The database cannot be reached at the moment; it usually comes back within seconds. "
        "Look whether what you sent has arrived, and send it again if not."
    ),
    answers=False,
)

NO_MONTH = Fault(
    503,
    _(
        "The clock of the server stands at a month for which its journal has no place. Nothing was saved: "
        "tell your administrator to set the clock, or to run concerto migrate, then send it again."
    ),
)
HELD = Fault(
    503,
    _(
        "Something else is writing just this at the moment. Nothing of yours was saved: wait a few seconds, then send it again."
    ),
)


def fault_of(error: BaseException | None) -> Fault | None:
    """None for an error that nobody foresaw."""
    for cause in causes(error):
        if isinstance(cause, psycopg.errors.DiskFull) or (isinstance(cause, OSError) and cause.errno in NO_ROOM):
            return FULL
        if isinstance(cause, psycopg.OperationalError) and (cause.sqlstate is None or cause.sqlstate.startswith(AWAY)):
            return NO_DATABASE
        if isinstance(cause, psycopg.errors.LockNotAvailable):
            return HELD
        if isinstance(cause, psycopg.errors.CheckViolation) and cause.diag.table_name == JOURNAL:
            return NO_MONTH
    return None


def causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
