"""How a file is drawn: its sign, what it is in words, and where its picture comes from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.files.file.model import File, Version
from concerto.kernel.files.kinds import HTML, PDF, PLAYED, SVG, TEXT, XML, ZIP
from concerto.kernel.files.previews import can_be_seen
from concerto.kernel.files.reading import Shown
from concerto.kernel.text.numbers import show_date
from concerto.kernel.text.sizes import show_size
from concerto.kernel.ui.addresses import record_address, with_query

SIGNS = {PDF: "file-text", TEXT: "file-text", "text/csv": "file-spreadsheet", ZIP: "archive"}


@dataclass(frozen=True)
class Drawn:
    """One version of a file as pages show it. `way` is how it can be looked at: picture, paper, text, sound, film or ""."""

    file: File
    version: Version
    address: str
    content: str
    show: str
    picture: str
    icon: str
    words: str
    size: str
    way: str

    @property
    def who(self) -> Person | None:
        return self.version.person

    @property
    def until(self) -> str:
        """The last day on which it is valid, in words; "" where there is none."""
        last = self.file.valid_until
        return _("valid until %(day)s") % {"day": show_date(last, get_language() or "en")} if last else ""

    @property
    def is_over(self) -> bool:
        return bool(self.file.valid_until and self.file.valid_until < timezone.localdate())


def drawn(shown: Shown) -> Drawn:
    file, version = shown.file, shown.version
    address = record_address(entity_of(File), file.pk)
    present = {} if version.edition == file.edition else {"version": version.edition}
    picture = with_query(f"{address}/picture", v=version.content[:12], **present)
    return Drawn(
        file,
        version,
        address,
        with_query(f"{address}/content", **present),
        with_query(f"{address}/show", **present),
        picture if can_be_seen(version.media) else "",
        icon_of(version.media),
        words_of(version.media),
        show_size(version.size),
        way_of(version.media),
    )


def way_of(media: str) -> str:
    if can_be_seen(media):
        return "picture"
    if media == PDF:
        return "paper"
    if media in (TEXT, HTML, XML, SVG):
        return "text"
    return "" if not media.startswith(PLAYED) else "sound" if media.startswith("audio/") else "film"


def icon_of(media: str) -> str:
    if media.startswith("image/"):
        return "photo"
    if media.startswith(PLAYED):
        return "player-play"
    if media.endswith("sheet"):
        return "file-spreadsheet"
    return SIGNS.get(media, "file-text" if "document" in media else "paperclip")


def words_of(media: str) -> str:
    """“PDF”, “Picture (PNG)”, “Word document”; the type itself where people have no word for it."""
    short = media.partition("/")[2].upper()
    if media.startswith("image/"):
        return _("Picture (%(kind)s)") % {"kind": short.partition("+")[0]}
    if media.startswith("audio/"):
        return _("Sound (%(kind)s)") % {"kind": short}
    if media.startswith("video/"):
        return _("Film (%(kind)s)") % {"kind": short}
    return _known().get(media, pgettext("attachment", "File"))


def _known() -> dict[str, str]:
    office = "application/vnd.openxmlformats-officedocument."
    return {
        PDF: "PDF",
        TEXT: pgettext("attachment", "Text"),
        HTML: "HTML",
        XML: "XML",
        ZIP: _("Archive (ZIP)"),
        f"{office}wordprocessingml.document": _("Word document"),
        f"{office}spreadsheetml.sheet": _("Excel workbook"),
        f"{office}presentationml.presentation": _("PowerPoint presentation"),
    }
