"""A page of a noun's records."""

from __future__ import annotations

from django.http import HttpResponse

from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import limit, question
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.items import items, shape
from concerto.kernel.query.listing import LONGEST_PAGE, Asked, count, page

USUAL_PAGE = 50


def listed(call: NounCall) -> HttpResponse:
    """`{"items": […], "next": cursor or null, "count": {"value": n, "exact": true or false}}`."""
    actor, entity, given = call.actor, call.entity, call.asked
    chosen = shape(actor, entity, given["fields"])
    wanted = limit(given["limit"], USUAL_PAGE, LONGEST_PAGE)
    asked = Asked(
        filter=given["filter"], sort=given["sort"], q=question(given["q"]), cursor=given["cursor"], limit=wanted
    )
    found, counted = page(actor, entity, asked, links=False), count(actor, entity, asked)
    return answer({
        "items": items(actor, chosen, found.rows),
        "next": found.next,
        "count": {"value": counted.value, "exact": counted.exact},
    })  # fmt: skip
