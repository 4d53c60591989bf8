"""The paper of a quote as bytes, by pages and by the API."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.commerce.quote.entity import quote
from concerto.commerce.quote.paper.saying import LANGUAGES, on_paper
from concerto.kernel.access.actor import Actor
from concerto.kernel.files.kinds import PDF
from concerto.kernel.files.serving import CHECKED, INERT
from concerto.kernel.pages.record.look import look_at
from concerto.kernel.query.language import Unclear


def paper(actor: Actor, id: int, language: str) -> HttpResponse:
    """To be saved, in the language asked for or the reader's. Raises NotThere, Forbidden, Refused, and Unclear for another language."""
    chosen = language or get_language() or LANGUAGES[0]
    if chosen not in LANGUAGES:
        raise Unclear(_("“language” is one of: %(languages)s.") % {"languages": ", ".join(LANGUAGES)})
    look = look_at(actor, quote, id)
    name = f"{look.code} {look.title}.pdf".replace("/", "-")
    headers = {
        **CHECKED,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "Content-Security-Policy": INERT,
    }
    return HttpResponse(on_paper(look, chosen), content_type=PDF, headers=headers)
