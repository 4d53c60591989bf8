"""Writing an export into a file. One that was interrupted is begun anew: a file is whole or not there, all of it is what
its person may see today, and a million rows are written in half a minute.

Who takes it up raises its `attempt`; every chunk is noted for that attempt alone, so whoever was believed dead, and
whoever writes what was cancelled, stops at its next chunk.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from concerto.kernel.access.actor import JOB, SYSTEM, Actor
from concerto.kernel.access.token.keys import limits_of
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.registry import named
from concerto.kernel.exports.batch.model import OPEN, Export, Status
from concerto.kernel.exports.beginning import asked_for
from concerto.kernel.exports.running import CSV, Outgoing, check, written_out
from concerto.kernel.exports.writing.csv_file import write_csv
from concerto.kernel.exports.writing.xlsx_file import write_xlsx
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.notices.sending import notify

KEPT = timedelta(days=7)
ENDED = {Status.DONE: "export-ready", Status.STOPPED: "export-stopped"}  # the kinds of notices
Tell = Callable[[int], None]


class Superseded(Exception):
    """It was cancelled, or another worker has taken it up."""


def run(actor: Actor, export: Export, *, tell: Tell = lambda _rows: None) -> None:
    """Write an export from its first row, with the rights that `actor` has now; `tell` hears of the rows of each chunk."""
    attempt = _take_up(export)
    if attempt is None:
        return
    path = folder() / f"{secrets.token_hex(16)}.{export.format}"
    try:
        _write(actor, export, path, partial(_note_progress, export, attempt, tell))
        _end(export, Status.DONE, attempt=attempt, path=path)
    except Superseded:
        path.unlink(missing_ok=True)
    except OSError:  # no room, as a rule: what was begun must not take it from others until there is some
        path.unlink(missing_ok=True)
        raise
    except (Refused, Unreadable) as refused:
        _end(export, Status.STOPPED, attempt=attempt, problem=refused.message)


def folder() -> Path:
    return Path(settings.FILES) / "exports"


def _take_up(export: Export) -> int | None:
    """The number of this attempt; None where it is not under way any more."""
    with transaction.atomic():
        current = _locked(export)
        if current.status not in OPEN:
            return None
        attempt = current.attempt + 1
        Export.everything.filter(pk=export.pk).update(attempt=attempt, rows=0, updated_at=timezone.now())
        change(SYSTEM.at(JOB).doing("start"), current, status=Status.RUNNING)
    return attempt


def _write(actor: Actor, export: Export, path: Path, told: Tell) -> None:
    entity, asked = named(export.noun), asked_for(export)
    check(actor, entity, asked)
    out = written_out(actor, entity, asked, ahead=True)
    out = Outgoing(out.headings, _counted(out.chunks, told))
    path.parent.mkdir(parents=True, exist_ok=True)
    if export.format == CSV:
        write_csv(path, out.headings, out.chunks, raw=export.asked["raw"])
    else:
        write_xlsx(path, out.headings, out.rows)


def _counted(chunks: Iterable[Sequence[Sequence[str]]], told: Tell) -> Iterator[Sequence[Sequence[str]]]:
    number = 0
    for columns in chunks:
        yield columns
        number += len(columns[0])
        told(number)


def _note_progress(export: Export, attempt: int, tell: Tell, rows: int) -> None:
    """Progress is derived, so the journal is not told of every step. Raises Superseded, and Refused for a revoked key."""
    mine = Export.everything.filter(pk=export.pk, attempt=attempt, status=Status.RUNNING)
    if not mine.update(rows=rows, updated_at=timezone.now(), version=F("version") + 1):
        raise Superseded
    if export.key:
        limits_of(export.key)
    tell(rows)


def stop(export: Export, because: Label) -> None:
    """End one for which nobody may act any more, if it is still under way."""
    _end(export, Status.STOPPED, problem=because)


def _end(
    export: Export, status: Status, *, attempt: int | None = None, path: Path | None = None, problem: Label = ""
) -> None:
    """Note how it ended and tell its person, in one transaction."""
    now = timezone.now()
    with transaction.atomic():
        current = _locked(export)
        if current.status not in OPEN or attempt not in (None, current.attempt):
            raise Superseded
        if path:
            Export.everything.filter(pk=export.pk).update(path=path.name)
        line = change(
            SYSTEM.at(JOB).doing("finish"), current, status=status, finished_at=now,
            kept_until=now + KEPT if path else None, problem=str(problem)[:1000],
        )  # fmt: skip
        notify([current.person_id], ENDED[status], about=current, journal_id=line or 0)


def _locked(export: Export) -> Export:
    found = Export.everything.select_for_update().get(pk=export.pk)
    assert isinstance(found, Export)
    return found


def remove_expired() -> int:
    """Delete the files whose time is over, and what no export speaks of; answer how many exports lost theirs."""
    over = Export.everything.exclude(path="").filter(kept_until__lte=timezone.now())
    for export in over:
        with transaction.atomic():
            change(SYSTEM.at(JOB).doing("expire"), _locked(export), status=Status.EXPIRED)
            Export.everything.filter(pk=export.pk).update(path="")
    _remove_strays()
    return len(over)


def _remove_strays() -> None:
    """Files that no export has: of those removed above, and what a worker left that was killed. A day's grace."""
    before = (timezone.now() - timedelta(days=1)).timestamp()
    known = set(Export.everything.exclude(path="").values_list("path", flat=True))
    for path in folder().glob("*") if folder().exists() else ():
        if path.name not in known and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
