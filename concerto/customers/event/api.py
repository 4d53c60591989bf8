"""Many events in one request: what shops, apps and tills tell. A second telling of an event under the same id changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.customers.event.model import Event
from concerto.customers.event.storing import keep
from concerto.customers.event.told import LONGEST_NAME, Told, read
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import body
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.operations import Operation, also
from concerto.kernel.api.schemas import ID, TEXT, Schema, some, thing
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.query.language import Unclear

MOST = 1000  # events in one request


def take_in(call: NounCall) -> HttpResponse:
    """`{"taken": n, "known": n, "refused": [{"place", "problem"}]}`: places count from 0."""
    given = body(call.request)
    raws = given.get("events")
    if given.keys() != {"events"} or not isinstance(raws, list) or not 1 <= len(raws) <= MOST:
        raise Unclear(_('The body is {"events": […]} with 1 to %(most)s events.') % {"most": MOST})
    told, problems = understood(call.actor, raws)
    kept = keep(told)
    refused = [{"place": place, "problem": str(problem)} for place, problem in sorted(problems.items())]
    return answer({"taken": kept.taken, "known": kept.known, "refused": refused})


def understood(actor: Actor, raws: Sequence[Any]) -> tuple[list[Told], dict[int, Label]]:
    """The events that can be kept, and place → what is wrong with the others. A customer out of sight is as one that is not there."""
    told: dict[int, Told] = {}
    problems: dict[int, Label] = {}
    for place, raw in enumerate(raws):
        try:
            told[place] = read(raw, str(actor.person))
        except Unreadable as unreadable:
            problems[place] = unreadable.message
    ids = {each.customer for each in told.values() if each.customer}
    seen = set(visible_to(actor, Customer).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    for place in [place for place, each in told.items() if each.customer and each.customer not in seen]:
        problems[place] = _("There is no such customer.")
        del told[place]
    return list(told.values()), problems


def body_schema() -> Schema:
    text = {"type": "string", "maxLength": LONGEST_NAME}
    one = thing(
        {
            "id": text, "kind": TEXT, "at": {"type": "string", "format": "date-time"}, "customer": {"anyOf": [ID, TEXT]}, "visitor": text,
            "about": text, "amount": {"type": "string"}, "score": {"type": "integer", "minimum": 0, "maximum": 100},
            "page": {"type": "string", "maxLength": 300}, "of": text,
        },
        required=["kind"],
    )  # fmt: skip
    example = {
        "events": [
            {
                "id": "order-7",
                "kind": "purchase",
                "customer": "C-00012",
                "at": "2026-11-20T10:15:00Z",
                "amount": "129.00",
            }
        ]
    }
    return thing({"events": some(one) | {"minItems": 1, "maxItems": MOST}}, examples=[example])


def result_schema() -> Schema:
    count = {"type": "integer", "minimum": 0, "maximum": MOST}
    refused = some(thing({"place": {"type": "integer", "minimum": 0}, "problem": TEXT}))
    return thing({"taken": count, "known": count, "refused": refused})


also(
    Event,
    Operation(
        "intake", "POST", "/intake", _("Tell many events at once"), take_in, (Act.CREATE,), "counts", "events",
        body=body_schema, result=result_schema,
    ),
)  # fmt: skip
