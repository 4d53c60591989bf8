"""Attaching a file to a record, and putting a new version into one."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.rights import may
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.change import add, change
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.files.file.model import File, Version
from concerto.kernel.files.kinds import media_of
from concerto.kernel.files.names import safe_name
from concerto.kernel.files.storing import Incoming, Readable, incoming, settle

NEW_VERSION = "new-version"


def attach(actor: Actor, entity: Entity, id: int, name: str, source: Readable, *, needs: Act = Act.EDIT) -> File:
    """Keep a file with a record that the actor may edit. Raises Refused; then nothing is kept, on disk or in the database.

    A verb with a right of its own, which it has asked for, says what is needed of the record instead: that it may be read.
    """
    _refuse_without_right(actor, entity, id, needs)
    if entity.attached:
        raise Forbidden(_("Files are attached to records that stand for themselves."))
    with incoming(source) as come, transaction.atomic():
        media = _accepted(come)
        locked(actor, entity.model, id, needs)
        file = File(name=safe_name(name), subject=entity.code(id), by_id=actor.person)
        add(actor.doing(CREATE), file)
        _keep(actor, file, come, media, name, 1)
    return file


def put(actor: Actor, id: int, name: str, source: Readable, *, version: int | None = None) -> File:
    """Make a content the newest version of a file; one equal to the present version changes nothing."""
    _refuse_without_right(actor, entity_of(File), id, Act.EDIT)
    with incoming(source) as come, transaction.atomic():
        media = _accepted(come)
        file = locked(actor, File, id, Act.EDIT, version=version)
        editions = dict(file.versions.order_by("edition").values_list("edition", "content"))
        if editions.get(file.edition or 0) != come.content:
            newest = max(editions) + 1
            _keep(actor, file, come, media, name, newest)
            change(actor.doing(NEW_VERSION), file, edition=newest)
    return file


def may_attach(actor: Actor, entity: Entity) -> bool:
    """Whether there can be a record of the noun to which the actor may attach files."""
    return not entity.attached and may(actor, entity, Act.EDIT) and may(actor, entity_of(File), Act.EDIT)


def _refuse_without_right(actor: Actor, entity: Entity, id: int, needs: Act) -> None:
    """Before anything is taken in; it is asked again under the lock."""
    if not reached(actor, entity.model, [id]):
        raise NotThere()
    if not may(actor, entity_of(File), needs) or not reached(actor, entity.model, [id], needs):
        raise Forbidden()


def _accepted(come: Incoming) -> str:
    """The type of a content, if it is one that is taken."""
    if come.size == 0:
        raise Refused(_("This file is empty. Nothing was kept of it."))
    media = media_of(come.path)
    if media in settings.FILES_REFUSED:
        raise Refused(_("Files of this type (%(type)s) are not taken. Nothing was kept of it.") % {"type": media})
    return media


def _keep(actor: Actor, file: File, come: Incoming, media: str, name: str, edition: int) -> None:
    settle(come)
    Version.objects.create(
        file=file, edition=edition, content=come.content, size=come.size, media=media, name=safe_name(name),
        person_id=actor.person, at=timezone.now(),
    )  # fmt: skip
