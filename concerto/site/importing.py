"""`concerto import`: the same import as on the page, waited for, with its progress on the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import orjson
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity import registry
from concerto.kernel.entity.entity import Entity
from concerto.kernel.imports.batch.model import Import, Rejection
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.imports.reasons import in_words
from concerto.kernel.imports.running import reopened, run
from concerto.kernel.imports.targets import choices

COUNTS = ("created", "updated", "merged", "skipped", "rejected")
SHOWN = 10


def bring_in(
    actor: Actor, file: Path, *, noun: str, policy: str, given: Sequence[str], reading: Mapping[str, Any], quiet: bool
) -> tuple[Import, float]:
    """Import a file and answer the finished import with the seconds it took."""
    begun = time.perf_counter()
    entity = noun_called(noun)
    with file.open("rb") as source:
        batch = take(actor, entity, file.name, source, reading)
    mapping = mapped(actor, entity, batch, given)
    if not quiet:
        tell_mapping(actor, entity, batch, mapping)
    agree(actor, batch, mapping, policy)
    done = run(actor, batch, tell=_silent if quiet or not sys.stderr.isatty() else _progress)
    if done.problem:
        raise Refused(
            _("%(problem)s %(rows)s rows before it were kept, as import %(batch)s.")
            % {"problem": done.problem, "rows": done.rows, "batch": done.pk}
        )
    return done, time.perf_counter() - begun


def noun_called(name: str) -> Entity:
    entity = registry.find(name)
    if entity is None:
        raise Refused(
            _("There is no noun called “%(name)s”; known are: %(known)s.")
            % {"name": name, "known": ", ".join(e.id for e in registry.entities())}
        )
    return entity


def mapped(actor: Actor, entity: Entity, batch: Import, given: Sequence[str]) -> dict[str, str]:
    """The guessed mapping, with what the command line says instead. Raises Refused for a column that the file lacks."""
    columns = reopened(batch).columns
    said = dict(pair.partition("=")[::2] for pair in given)
    for column in said.keys() - set(columns):
        raise Refused(
            _("The file has no column “%(column)s”; it has: %(columns)s.")
            % {"column": column, "columns": ", ".join(columns)}
        )
    return {column: field for column, field in (batch.mapping | said).items() if field}


def tell_mapping(actor: Actor, entity: Entity, batch: Import, mapping: Mapping[str, str]) -> None:
    labels = {choice.id: choice.label for choice in choices(actor, entity)}
    for column in reopened(batch).columns:
        becomes = labels.get(mapping.get(column, "")) or say("left out")
        click.echo(f"  {column} → {becomes}", err=True)


def report(batch: Import, seconds: float, *, as_json: bool) -> None:
    """What became of the rows: in words, or as the last line's JSON object."""
    counts = {name: getattr(batch, name) for name in COUNTS}
    if as_json:
        click.echo(orjson.dumps({"batch": batch.pk, "rows": batch.rows} | counts | {"seconds": round(seconds, 2)}))
        return
    told = {**counts, "rows": batch.rows, "seconds": f"{seconds:.1f}"}
    click.echo(
        say(
            "%(rows)s rows: %(created)s created, %(updated)s updated, %(merged)s merged, %(skipped)s unchanged, %(rejected)s rejected (%(seconds)s s)"
        )
        % told
    )
    entity = registry.named(batch.noun)
    for rejection in Rejection.objects.filter(batch=batch).order_by("row")[:SHOWN]:
        click.echo(
            say("  line %(row)s: %(reason)s") % {"row": rejection.row, "reason": in_words(entity, rejection.reason)}
        )


def _progress(batch: Import) -> None:
    of = f" / {batch.expected:,}" if batch.expected else ""
    click.echo(f"\r  {batch.rows:,}{of}", nl=False, err=True)


def _silent(batch: Import) -> None:
    """Nothing is said while it runs."""
