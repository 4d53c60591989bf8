"""A page of a noun's records."""

from __future__ import annotations

from django.http import HttpResponse

from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import limit, question
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.items import items, shape
from concerto.kernel.query.listing import LONGEST_PAGE, Asked, count, page
from concerto.kernel.views.arrangement import USUAL, Arrangement
from concerto.kernel.views.opening import NO_SUCH_VIEW, opened

USUAL_PAGE = 50


def listed(call: NounCall) -> HttpResponse:
    """`{"items": […], "next": cursor or null, "count": {"value": n, "exact": true or false}}`, of a view with `"left_out"`."""
    actor, entity, given = call.actor, call.entity, call.asked
    chosen = shape(actor, entity, given["fields"])
    wanted = limit(given["limit"], USUAL_PAGE, LONGEST_PAGE)
    arranged, left_out = of_view(call)
    asked = Asked(
        filter=given["filter"] or arranged.filter,
        sort=given["sort"] or arranged.sort,
        q=question(given["q"]),
        cursor=given["cursor"],
        limit=wanted,
    )
    found, counted = page(actor, entity, asked, links=False), count(actor, entity, asked)
    return answer({
        "items": items(actor, chosen, found.rows),
        "next": found.next,
        "count": {"value": counted.value, "exact": counted.exact},
        **left_out,
    })  # fmt: skip


def of_view(call: NounCall) -> tuple[Arrangement, dict[str, int]]:
    """What the view that was asked for says, and how many of its conditions were left out. Raises NotThere."""
    key = call.asked["view"]
    if not key:
        return USUAL, {}
    view = opened(call.actor, call.entity, key)
    if view.trashed:
        raise NotThere(NO_SUCH_VIEW)
    return view.arrangement, {"left_out": view.left_out.conditions + view.left_out.whole_filter}
