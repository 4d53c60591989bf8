"""Taking a list out as a file: the same filter, the same rights; sent at once, or written by a worker where it is large."""

from __future__ import annotations

from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.actions.refusal import Refused
from concerto.kernel.batches.selection import Selection
from concerto.kernel.entity.entity import Entity
from concerto.kernel.exports.beginning import asked_by, begin, is_large
from concerto.kernel.exports.running import CSV, XLSX, outgoing
from concerto.kernel.exports.writing.csv_file import csv_lines
from concerto.kernel.exports.writing.xlsx_file import write_xlsx
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.shell import Asking, page

MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@page("GET")
def export(request: Asking, entity: Entity) -> HttpResponseBase:
    """`?format=csv|xlsx` with the list's own `filter` and `q`; `raw=1` writes cells exactly, unsafe for spreadsheets."""
    selection = Selection(filter=request.GET.get("filter", ""), q=request.GET.get("q", ""))
    return sent(request, entity, selection, request.GET.get("format", CSV))


def sent(request: Asking, entity: Entity, selection: Selection, format: str) -> HttpResponseBase:
    """What is asked for as a file; a large one leads to the page where its file will be."""
    if format not in MEDIA_TYPES:
        raise Refused(_("A file can be CSV or XLSX."))
    raw = "raw" in request.GET
    if is_large(request.actor, entity, selection):
        return go(request, f"/exports/{begin(request.actor, entity, selection, format=format, raw=raw).pk}/file")
    out = outgoing(request.actor, entity, asked_by(selection), format=format)
    if format == CSV:
        lines = csv_lines(out.headings, out.chunks, raw=raw)
        response: HttpResponseBase = StreamingHttpResponse(lines, content_type=MEDIA_TYPES[format])
        response["Content-Disposition"] = f'attachment; filename="{file_name(entity, format)}"'
        return response
    file = TemporaryFile()  # noqa: SIM115 (the answer closes it when it is sent)
    write_xlsx(file, out.headings, out.rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name(entity, format), content_type=MEDIA_TYPES[format])


def file_name(entity: Entity, format: str) -> str:
    return f"{entity.path}-{timezone.localdate():%Y-%m-%d}.{format}"
