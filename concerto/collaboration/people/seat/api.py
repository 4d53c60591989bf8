"""Taking a seat by the API: `{"subject": "C-00012"}`."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.seat.entity import seat as described
from concerto.collaboration.people.seat.model import Seat
from concerto.collaboration.people.seat.taking import take
from concerto.kernel.access.rights import is_off
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import body
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.operations import Operation, also
from concerto.kernel.api.schemas import ID, TEXT, Schema, thing
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import meant
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.query.language import Unclear


def take_one(call: NounCall) -> HttpResponse:
    """The seat that one has from now on."""
    given = body(call.request)
    subject = given.get("subject")
    if given.keys() != {"subject"} or not isinstance(subject, str):
        raise Unclear(_('The body is {"subject": "…"}: the code of a record.'))
    known = meant(subject)
    if known is None or known[1] > LARGEST_ID or is_off(call.actor, known[0]):
        raise NotThere()
    taken = take(call.actor, *known)
    return answer({"id": taken.pk, "code": described.code(taken.pk)})


also(
    Seat,
    Operation(
        "take", "POST", "/take", _("Take a seat for one's own department"), take_one, (Act.READ,), "taken-seat",
        body=lambda: thing({"subject": TEXT}, examples=[{"subject": "C-00012"}]), result=lambda: _result(),
    ),
)  # fmt: skip


def _result() -> Schema:
    return thing({"id": ID, "code": TEXT})
