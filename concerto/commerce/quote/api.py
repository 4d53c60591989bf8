from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.commerce.quote.model import Quote
from concerto.commerce.quote.paper.saying import LANGUAGES
from concerto.commerce.quote.paper.sending import paper
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.operations import Operation, also
from concerto.kernel.entity.policy import Act


def pdf(call: NounCall) -> HttpResponse:
    return paper(call.actor, call.id, call.asked["language"])


also(
    Quote,
    Operation(
        "pdf", "GET", "/{id}/pdf", _("The quote as a PDF"), pdf, (Act.READ,), "bytes",
        questions={"language": (_("The language of the PDF; the reader's where nothing is said."), {"type": "string", "enum": [*LANGUAGES]})},
    ),
)  # fmt: skip
