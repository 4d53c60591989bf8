"""Before an import runs: the file is kept and looked at, its columns are guessed, a person (or a command) agrees."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.actions.change import add, change, refuse_unproved
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.imports.batch.model import Import, Policy, Status
from concerto.kernel.imports.foreseeing import AT_ONCE, Outcome, foresee, mark_of
from concerto.kernel.imports.queue import defer_look
from concerto.kernel.imports.reading.suggest import Suggestion, suggest
from concerto.kernel.imports.reading.table import Table, open_table
from concerto.kernel.imports.running import file_of
from concerto.kernel.imports.targets import CODE, targets

SAMPLE = 50


class Readable(Protocol):
    """Whatever bytes can be read from: an upload, an open file."""

    def read(self, size: int = ..., /) -> bytes: ...


def take(actor: Actor, entity: Entity, name: str, source: Readable, reading: Mapping[str, Any] | None = None) -> Import:
    """Keep an uploaded file and guess what its columns are. Raises Refused where it cannot be read: then nothing is kept."""
    if not may(actor, entity, Act.IMPORT):
        raise Forbidden(_("You may not bring in this kind of record."))
    path = _kept(name, source)
    try:
        table = open_table(path, name=name, **(reading or {}))
        guesses = suggest(table.columns, [row.cells for row in table.sample(SAMPLE)], targets(actor, entity))
    except Unreadable as unreadable:
        path.unlink()
        raise Refused(unreadable.message) from unreadable
    batch = Import(file_name=PurePath(name).name[-200:], noun=entity.id, person_id=actor.person, path=path.name)
    batch.mapping, batch.reading = (
        {guess.column: guess.target for guess in guesses if guess.target},
        dict(reading or {}),
    )
    batch.expected = table.count_hint
    with transaction.atomic():
        return add(actor.doing("create"), batch)


def _kept(name: str, source: Readable) -> Path:
    """The file under a name of ours: what the sender called it never becomes a path."""
    folder = Path(settings.FILES) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    suffix = PurePath(name).suffix.lower()[:8]
    path = folder / f"{secrets.token_hex(12)}{suffix if suffix.isascii() else ''}"
    with path.open("xb") as kept:
        shutil.copyfileobj(source, kept, 1024 * 1024)
    return path


def read_again(actor: Actor, batch: Import, reading: Mapping[str, Any]) -> None:
    """Read the file another way, and guess its columns anew. Raises Refused where it cannot be read so: all stays."""
    entity = named(batch.noun)
    try:
        table = open_table(file_of(batch), name=batch.file_name, **reading)
        guesses = suggest(table.columns, [row.cells for row in table.sample(SAMPLE)], targets(actor, entity))
    except Unreadable as unreadable:
        raise Refused(unreadable.message) from unreadable
    mapping = {guess.column: guess.target for guess in guesses if guess.target}
    kept = {"reading": dict(reading), "mapping": mapping, "expected": table.count_hint}
    if not Import.everything.filter(pk=batch.pk, status=Status.DRAFT).update(**kept):
        raise Refused(_("This import has started already."))


def guessed(actor: Actor, batch: Import, table: Table) -> list[Suggestion]:
    """Every column with its best guess, for the mapping table."""
    return suggest(table.columns, [row.cells for row in table.sample(SAMPLE)], targets(actor, named(batch.noun)))


def look(actor: Actor, batch: Import, mapping: Mapping[str, str], policy: str) -> None:
    """Keep what the columns are to become, and find out what the import would do: at once for a small file, else by a
    worker. What is known already is not looked for again."""
    if policy in Policy.values:
        batch.policy = policy
    allowed = {target.id for target in targets(actor, named(batch.noun))}
    batch.mapping = {column: id for column, id in mapping.items() if id in allowed}
    kept = {"mapping": batch.mapping, "policy": batch.policy, "language": get_language() or ""}
    Import.everything.filter(pk=batch.pk, status=Status.DRAFT).update(**kept)
    if batch.foreseen.get("mark") == mark_of(batch) or dict(_wrong(actor, named(batch.noun), batch, batch.mapping)):
        return
    batch.foreseen = Outcome().kept(mark_of(batch), done=False)
    Import.everything.filter(pk=batch.pk, status=Status.DRAFT).update(foreseen=batch.foreseen)
    if (batch.expected or 0) <= AT_ONCE:
        foresee(actor, batch)
    else:
        defer_look(batch.pk)


def agree(actor: Actor, batch: Import, mapping: Mapping[str, str], policy: str = Policy.UPDATE) -> Import:
    """Settle what columns become and what happens to known records. Raises Invalid for a mapping that cannot work."""
    entity = named(batch.noun)
    problems = dict(_wrong(actor, entity, batch, mapping))
    if policy not in Policy.values:
        problems["policy"] = _("One of the listed choices is expected here.")
    if problems:
        raise Invalid(problems)
    refuse_unproved(actor, entity, mapping.values())
    with transaction.atomic():
        current = Import.everything.select_for_update().get(pk=batch.pk)
        if current.status != Status.DRAFT:
            raise Refused(_("This import has started already."))
        Import.everything.filter(pk=batch.pk).update(
            mapping=dict(mapping), language=get_language() or "", key=actor.key
        )
        change(actor.doing("agree"), current, policy=policy, status=Status.WAITING)
    batch.refresh_from_db()
    return batch


def _wrong(actor: Actor, entity: Entity, batch: Import, mapping: Mapping[str, str]) -> list[tuple[str, Label]]:
    allowed = {target.id for target in targets(actor, entity)}
    wrong: list[tuple[str, Label]] = [
        (column, _("There is no such field.")) for column, id in mapping.items() if id not in allowed
    ]
    used = list(mapping.values())
    wrong += [
        (column, _("Two columns cannot become the same field.")) for column, id in mapping.items() if used.count(id) > 1
    ]
    if entity.title.id not in used and CODE not in used:
        wrong.append(
            (
                "",
                _("Choose the column that becomes “%(field)s”: without it no record can be made.")
                % {"field": entity.title.label},
            )
        )
    return wrong
