"""Files of a record, versions of a file, and their contents, for whoever may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.entity import Entity
from concerto.kernel.files.file.model import File, Version
from concerto.kernel.files.storing import place_of
from concerto.kernel.statements.kept import Kept, Slot, among

GONE = _("The content of this file is missing on the server; its name and history are kept. Tell your administrator.")


class Gone(NotThere):
    """There is a row and no content: a disk was lost, or a backup was restored without its files."""

    status = 410
    kind = "gone"

    def __init__(self) -> None:
        super().__init__(GONE)


@dataclass(frozen=True)
class Shown:
    """A file with its present version."""

    file: File
    version: Version


def files_of(actor: Actor, entity: Entity, id: int, *, first: int | None = None) -> list[Shown]:
    """The files of one record, the newest first."""
    return with_versions(_of_record(actor, entity, first).rows(id=id))


@kept
def _of_record(actor: Actor, entity: Entity, first: int | None) -> QuerySet[File]:
    rows = visible_to(actor, File, above=entity).filter(prefix=entity.prefix, number=Slot("id")).order_by("-id")
    return rows.defer("search")[:first]


def files_among(actor: Actor, ids: Sequence[int]) -> list[Shown]:
    """Those files that the actor may read, of whatever record."""
    return with_versions(_among(actor).rows(ids=list(ids))) if ids else []


@kept
def _among(actor: Actor) -> QuerySet[File]:
    return visible_to(actor, File).filter(among("ids")).order_by("id").defer("search")


def with_versions(files: Sequence[File]) -> list[Shown]:
    if not files:
        return []
    present = _versions().rows(files=[file.pk for file in files])
    found = {(version.file_id, version.edition): version for version in present}
    return [Shown(file, found[file.pk, file.edition or 1]) for file in files]


@cache
def _versions() -> Kept[Version]:
    return Kept(Version.objects.filter(among("files", "file")).select_related("person"))


def version_of(actor: Actor, id: int, edition: int | None = None) -> Shown:
    """One version of a file that the actor may read; the present one unless another is asked for. Raises NotThere."""
    file = visible_to(actor, File).filter(pk=id).defer("search").first()
    version = Version.objects.filter(file=id, edition=edition or file.edition or 1).first() if file else None
    if file is None or version is None:
        raise NotThere()
    return Shown(file, version)


def versions_of(file: File) -> list[Version]:
    """Every version of a file that the actor was shown, the newest first."""
    return list(file.versions.select_related("person").order_by("-edition"))


def path_of(version: Version) -> Path:
    """Where the content of a version is. Raises Gone."""
    path = place_of(version.content)
    if not path.is_file():
        raise Gone()
    return path


def opened(version: Version) -> BinaryIO:
    return path_of(version).open("rb")
