"""Moving customers on by rule: whoever came into a stage's segment since their last move, and stands at an earlier stage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from django.db import connection, transaction

from concerto.customers.customer.entity import customer
from concerto.customers.customer.model import Customer, Stage
from concerto.kernel.access.actor import JOB, SYSTEM
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.batches.work import Ends, set_values

CHUNK = 5000
BY_RULE = "stage by rule"  # what the journal says of such a move

# Never back, and never against somebody's hand: who was moved back after coming into the segment stays there. Where the
# stay is not yet that of the present stage, the next minute looks again.
_FOUND = """
    select distinct on (customer.id) customer.id, stage.stage
    from customers_lifecyclestage stage join kernel_member member on member.segment_id = stage.segment_id and member.left_at is null
    join customers_customer customer on customer.id = member.record and customer.trashed_at is null
    join customers_stay stay on stay.customer_id = customer.id and stay.until is null and stay.stage = customer.stage
    where stage.trashed_at is null and stay.since < member.joined_at
        and array_position(%(order)s::text[], customer.stage::text) < array_position(%(order)s::text[], stage.stage::text)
    order by customer.id, array_position(%(order)s::text[], stage.stage::text) desc limit %(chunk)s
"""


def move_on() -> int:
    """Move everybody whom a rule moves; answer how many."""
    total = 0
    while True:
        found, moved = _some()
        total += moved
        if found < CHUNK or not moved:
            return total


def _some() -> tuple[int, int]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_FOUND, {"order": Stage.values, "chunk": CHUNK})
            found = cursor.fetchall()
        ids: dict[str, list[int]] = defaultdict(list)
        for id, stage in found:
            ids[stage].append(id)
        return len(found), sum(_set(stage, some) for stage, some in ids.items())


def _set(stage: str, ids: list[int]) -> int:
    rows = Customer.everything.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    ends, by_rule = Ends(), replace(SYSTEM.at(JOB).doing(EDIT), reason=BY_RULE)
    set_values(by_rule, customer, list(rows.values_list("pk", flat=True)), {"stage": stage}, ends)
    return len(ends.changed)
