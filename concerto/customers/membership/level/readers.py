"""The owner of a customer is told when the customer's level changed."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.customers.membership.level.settling import BY_RULE
from concerto.customers.membership.member.model import Member
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, send


@reader("customers.levels")
def tell_owners(lines: Sequence[Entry]) -> None:
    """Each owner once per line."""
    changed = {line.record: line.id for line in lines if line.entity == "member" and line.reason == BY_RULE}
    if not changed:
        return
    owned = Member.everything.filter(pk__in=changed, customer__owner__isnull=False)
    found = owned.values_list("pk", "customer", "customer__owner")
    send("level-changed", [Notification(owner, "customer", customer, changed[id]) for id, customer, owner in found])
