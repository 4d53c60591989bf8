"""Who owns a record now, who is next, who is informed, by the API: `{"subject": "C-00012"}`."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.matters import handed_over
from concerto.collaboration.people.owning.finding import Face, owning_of
from concerto.collaboration.people.responsibility.model import Responsibility
from concerto.kernel.access.rights import is_off
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import body
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.operations import Operation, also
from concerto.kernel.api.schemas import ID, TEXT, Schema, or_null, some, thing
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import meant
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.pages.record.look import look_at
from concerto.kernel.query.language import Unclear

GROUPS = ("now", "next", "answers", "asked", "told")


def who_owns(call: NounCall) -> HttpResponse:
    """Each group as people and parts of the company, with the reason in words."""
    given = body(call.request)
    subject = given.get("subject")
    if given.keys() != {"subject"} or not isinstance(subject, str):
        raise Unclear(_('The body is {"subject": "…"}: the code of a record.'))
    known = meant(subject)
    if known is None or known[1] > LARGEST_ID or is_off(call.actor, known[0]) or not handed_over(known[0]):
        raise NotThere()
    found = owning_of(look_at(call.actor, *known))
    groups = {group: [told(face) for face in getattr(found, group)] for group in GROUPS}
    return answer({"step": found.step, "then": found.then, **groups})


def told(face: Face) -> dict[str, Any]:
    by = face.by.isoformat(timespec="seconds") if face.by else None
    return {
        "person": face.person.pk if face.person else None,
        "name": face.name,
        "department": face.part,
        "why": face.why,
        "by": by,
    }


def result() -> Schema:
    face = thing(
        {
            "person": or_null(ID),
            "name": TEXT,
            "department": TEXT,
            "why": TEXT,
            "by": or_null({"type": "string", "format": "date-time"}),
        }
    )
    return thing({"step": TEXT, "then": TEXT, **{group: some(face) for group in GROUPS}})


also(
    Responsibility,
    Operation(
        "who", "POST", "/who", _("Who has a record now, who is next, who is informed"), who_owns, (Act.READ,), "owning",
        body=lambda: thing({"subject": TEXT}, examples=[{"subject": "C-00012"}]), result=result,
    ),
)  # fmt: skip
