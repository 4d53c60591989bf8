"""A document beside a term of a hand-off, by the API: its bytes are the body."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.provision.documents import add_document
from concerto.collaboration.handoffs.term.model import Term
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.files import bytes_of, created, name_of
from concerto.kernel.api.operations import Operation, also
from concerto.kernel.api.schemas import ID
from concerto.kernel.entity.policy import Act
from concerto.kernel.query.listing import one


def sent(call: NounCall) -> HttpResponse:
    """Kept with the record that is handed over; whoever may fill the term may, without a right to change that."""
    handoff = one(call.actor, call.entity, call.id)
    assert isinstance(handoff, Handoff)
    digits = call.asked["term"]
    term = (
        Term.everything.filter(pk=int(digits), trashed_at=None).first()
        if digits.isascii() and digits.isdigit() and len(digits) < 19
        else None
    )
    if term is None:
        raise NotThere()
    return created(add_document(call.actor, handoff, term, name_of(call), bytes_of(call)))


also(
    Handoff,
    Operation(
        "add-document", "POST", "/{id}/documents", _("Add a document to a term"), sent, (Act.READ,), "file", "bytes",
        asks=("name",), questions={"term": (_("The term of the hand-off that it stands beside, by its id."), ID)},
    ),
)  # fmt: skip
