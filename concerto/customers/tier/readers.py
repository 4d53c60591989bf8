"""The owner of a customer is told when a rule changed the tier."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.customers.customer.model import Customer
from concerto.customers.tier.giving import BY_RULE
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, send


@reader("customers.tiers")
def tell_owners(lines: Sequence[Entry]) -> None:
    """Each owner once per line."""
    changed = {line.record: line for line in lines if line.entity == "customer" and line.reason == BY_RULE}
    if not changed:
        return
    owners = Customer.everything.filter(pk__in=changed, owner__isnull=False).values_list("pk", "owner")
    send("tier-changed", [Notification(owner, "customer", id, changed[id].id) for id, owner in owners])
