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
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports import profiles
from concerto.kernel.imports.batch.model import Import, Policy, Status
from concerto.kernel.imports.foreseeing import AT_ONCE, Outcome, foresee, mark_of
from concerto.kernel.imports.matching import can_match
from concerto.kernel.imports.planning import Plan, plan_anew
from concerto.kernel.imports.profile.model import Profile
from concerto.kernel.imports.queue import defer_look
from concerto.kernel.imports.running import reopened
from concerto.kernel.imports.targets import CODE, targets
from concerto.kernel.imports.ways import WAYS


class Readable(Protocol):
    """Whatever bytes can be read from: an upload, an open file."""

    def read(self, size: int = ..., /) -> bytes: ...


def take(actor: Actor, entity: Entity, name: str, source: Readable, reading: Mapping[str, Any] | None = None) -> Import:
    """Keep an uploaded file; what its columns become says a profile made for such files, else a guess.

    Raises Refused where it cannot be read: then nothing is kept.
    """
    if not may(actor, entity, Act.IMPORT):
        raise Forbidden(_("You may not bring in this kind of record."))
    path = _kept(name, source)
    batch = Import(file_name=PurePath(name).name[-200:], noun=entity.id, person_id=actor.person, path=path.name)
    batch.reading = dict(reading or {})
    try:
        plan_anew(actor, batch)
    except Refused:
        path.unlink()
        raise
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
    batch.reading = dict(reading)
    plan_anew(actor, batch)
    _keep_draft(batch)


def use(actor: Actor, batch: Import, profile: Profile) -> None:
    """Bring the file in as a profile says. Raises Refused where it cannot be read so: all stays."""
    plan_anew(actor, batch, profile)
    _keep_draft(batch)


def keep_as_profile(actor: Actor, batch: Import, name: str) -> None:
    """Keep under a name how the file is brought in. Raises Invalid."""
    batch.profile = profiles.keep(actor, batch, name, reopened(batch).columns).pk
    _keep_draft(batch)


def _keep_draft(batch: Import) -> None:
    names = ("reading", "mapping", "ways", "match", "policy", "profile", "expected")
    kept = {name: getattr(batch, name) for name in names}
    if not Import.everything.filter(pk=batch.pk, status=Status.DRAFT).update(**kept):
        raise Refused(_("This import has started already."))


def look(actor: Actor, batch: Import, plan: Plan) -> None:
    """Keep what the columns are to become, and find out what the import would do: at once for a small file, else by a
    worker. What is known already is not looked for again."""
    entity = named(batch.noun)
    batch.policy = plan.policy if plan.policy in Policy.values else batch.policy
    batch.match = plan.match if can_match(entity, plan.match) else ""
    allowed = {target.id for target in targets(actor, entity)}
    batch.mapping = {column: id for column, id in plan.mapping.items() if id in allowed}
    batch.ways = {column: way for column, way in plan.ways.items() if way in WAYS}
    batch.language = get_language() or ""
    kept = {name: getattr(batch, name) for name in ("mapping", "ways", "match", "policy", "language")}
    Import.everything.filter(pk=batch.pk, status=Status.DRAFT).update(**kept)
    if batch.foreseen.get("mark") == mark_of(batch) or dict(_wrong(actor, entity, batch.mapping)):
        return
    batch.foreseen = Outcome().kept(mark_of(batch), done=False)
    Import.everything.filter(pk=batch.pk, status=Status.DRAFT).update(foreseen=batch.foreseen)
    if (batch.expected or 0) <= AT_ONCE:
        foresee(actor, batch)
    else:
        defer_look(batch.pk)


def agree(
    actor: Actor, batch: Import, mapping: Mapping[str, str], policy: str = Policy.UPDATE, *, plan: Plan | None = None
) -> Import:
    """Settle what columns become and what happens to known records. Raises Invalid for a mapping that cannot work.

    How cells are read and records recognised says `plan`, else what was guessed.
    """
    entity = named(batch.noun)
    ways, match = (dict(plan.ways), plan.match) if plan else (batch.ways, batch.match)
    problems = dict(_wrong(actor, entity, mapping))
    problems |= {
        column: _("One of the listed choices is expected here.") for column, way in ways.items() if way not in WAYS
    }
    if match and not can_match(entity, match):
        problems["match"] = _("Records cannot be recognised by this field.")
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
            mapping=dict(mapping), ways=ways, match=match, language=get_language() or "", key=actor.key
        )
        change(actor.doing("agree"), current, policy=policy, status=Status.WAITING)
    batch.refresh_from_db()
    return batch


def _wrong(actor: Actor, entity: Entity, mapping: Mapping[str, str]) -> list[tuple[str, Label]]:
    allowed = {target.id for target in targets(actor, entity)}
    wrong: list[tuple[str, Label]] = [
        (column, _("There is no such field.")) for column, id in mapping.items() if id not in allowed
    ]
    used = list(mapping.values())
    once = {CODE, *entity.fields}
    wrong += [
        (column, _("Two columns cannot become the same field."))
        for column, id in mapping.items()
        if used.count(id) > 1 and id in once
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
