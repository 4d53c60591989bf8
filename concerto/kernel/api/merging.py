"""Two records made one, two again, or held apart: what people decide of duplicates, by programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.rights import writable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.merging.merge import merge
from concerto.kernel.actions.merging.unmerge import unmerge
from concerto.kernel.actions.refusal import Invalid, NotThere
from concerto.kernel.api.answers import nothing
from concerto.kernel.api.asking import body
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.etags import version_read
from concerto.kernel.api.records import as_it_is_now
from concerto.kernel.api.verbs import refuse_unknown
from concerto.kernel.duplicates.deciding import different
from concerto.kernel.duplicates.surviving import chosen, proposals
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.redirects.model import Merge

THIS, THAT = "this", "that"


def merge_in(call: NounCall) -> HttpResponse:
    """Merge the record that the body names into this one. What `take` does not say is as the merge rules propose."""
    given = body(call.request)
    refuse_unknown(given, "with", "take")
    other = _other(given)
    rows = {row.pk: row for row in visible_to(call.actor, call.entity.model).filter(pk__in=[call.id, other])}
    take = given.get("take", {})
    values = _values(call, rows[call.id], rows[other], take) if len(rows) == 2 else {}
    merge(call.actor, call.entity, call.id, other, values, versions=(version_read(call.request), None))
    return as_it_is_now(call)


def take_apart(call: NounCall) -> HttpResponse:
    """Make two records of one again: the body names the one that was merged into this."""
    given = body(call.request)
    refuse_unknown(given, "with")
    merged = Merge.objects.filter(noun=call.entity.id, winner=call.id, loser=_other(given)).order_by("-pk").first()
    if merged is None:
        raise NotThere()
    unmerge(call.actor, merged)
    return as_it_is_now(call)


def hold_apart(call: NounCall) -> HttpResponse:
    """Remember that the two are not the same, or (`undo`) no longer."""
    given = body(call.request)
    refuse_unknown(given, "with", "undo")
    undo = given.get("undo", False)
    if not isinstance(undo, bool):
        raise Invalid({"undo": _("Yes or no is expected here.")})
    different(call.actor, call.entity, call.id, _other(given), undo=undo)
    return nothing()


def _other(given: Mapping[str, Any]) -> int:
    id = given.get("with")
    if type(id) is not int or not 1 <= id <= LARGEST_ID:
        raise Invalid({"with": _("The id of the other record is expected here.")})
    return id


def _values(call: NounCall, winner: Record, loser: Record, take: Any) -> dict[str, Any]:
    """The values to be set: those proposed, but for the fields of which `take` says whose value survives."""
    made = proposals(call.actor, call.entity, winner, loser)
    if not isinstance(take, dict) or any(side not in (THIS, THAT) for side in take.values()):
        raise Invalid({"take": _("For each field, “this” or “that” is expected here.")})
    refuse_unknown(take, *writable(call.actor, call.entity))
    values = {id: value for id, value in chosen(made).items() if id not in take}
    return values | {id: made[id].field.value(loser) for id, side in take.items() if side == THAT and id in made}
