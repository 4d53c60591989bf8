"""What a file holds: on its own page a look into it and its versions, and taking in a new one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from concerto.kernel.actions.refusal import NotThere, Refused
from concerto.kernel.api.problems import PRIVATE, problem
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.files.file.model import File
from concerto.kernel.files.keeping import put
from concerto.kernel.files.kinds import is_text
from concerto.kernel.files.reading import Gone, Shown, opened, version_of, versions_of
from concerto.kernel.pages.files.looks import Drawn, drawn
from concerto.kernel.pages.files.panel import sent_with, wants_json
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.undoing import undo_of_newest
from concerto.kernel.pages.shell import Asking, page
from concerto.kernel.ui.addresses import record_address

READ = 64 * 1024  # bytes of a text that are shown


@dataclass(frozen=True)
class Held:
    """`text` is its beginning, for texts; `lost` where the content is missing on the server. `above` is where it belongs."""

    present: Drawn
    versions: list[Drawn]
    text: str
    is_cut: bool
    lost: bool
    above: tuple[str, str]


def held_in(look: Look) -> Held | None:
    """What the page of a file shows beside its facts; None on every other page."""
    if not isinstance(look.record, File):
        return None
    shown = version_of(look.actor, look.record.pk)
    present = drawn(shown)
    text, lost = _beginning(present)
    versions = [drawn(Shown(look.record, version)) for version in versions_of(look.record)]
    above = look.entity.above(look.record)
    return Held(present, versions, text, present.version.size > READ, lost, _named(above, look))


def _named(above: tuple[Entity, int] | None, look: Look) -> tuple[str, str]:
    """The title and address of the record that a file belongs to; both "" where it is not for this reader."""
    try:
        other = look_at(look.actor, *above) if above else None
    except NotThere:
        other = None
    return (other.title, other.address) if other else ("", "")


def _beginning(shown: Drawn) -> tuple[str, bool]:
    """The beginning of a text, and whether the content is lost."""
    try:
        with opened(shown.version) as file:
            raw = file.read(READ) if shown.way == "text" else b""
    except Gone:
        return "", True
    return as_text(raw), False


def as_text(raw: bytes) -> str:
    """Bytes as text in the encoding they are most likely in; what cannot be read is marked."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    whole = raw.decode("utf-8-sig", "replace")
    return whole if whole.count("�") <= 1 or not is_text(raw) else raw.decode("gb18030", "replace")


@page("POST")
def versions(request: Asking, id: int) -> HttpResponse:
    """A new version of a file."""
    entity = entity_of(File)
    before = look_at(request.actor, entity, id).record.version
    try:
        [sent, *_more] = sent_with(request)
        file = put(request.actor, id, sent.name or "", sent)
    except Refused as refused:
        if wants_json(request):
            return problem(request, refused)
        raise
    if wants_json(request):
        return JsonResponse({"id": file.pk, "version": file.edition}, status=201, headers=PRIVATE)
    address = record_address(entity, id)
    if file.version == before:
        return go(request, address, _("This is the present version already."))
    return go(
        request, address, _("Kept as version %(number)s") % {"number": file.edition}, undo=undo_of_newest(entity, id)
    )
