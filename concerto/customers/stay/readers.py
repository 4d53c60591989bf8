"""Whoever comes into a stage has other stays from then on, and maybe other pain points; so do two customers who become one."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.customers.pain_point.working_out import work_out as work_out_pain
from concerto.customers.stay.working_out import work_out
from concerto.kernel.actions.merging.merge import MERGE, UNMERGE
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.redirects.model import Merge


@reader("customers.stays", from_the_start=True)
def keep_stays(lines: Sequence[Entry]) -> None:
    """Worked out anew from the whole journal of each customer, so reading a line twice changes nothing."""
    about = [line for line in lines if line.entity == "customer"]
    moved = {line.record for line in about if "stage" in line.changes}
    joined = {line.record for line in about if line.verb in (MERGE, UNMERGE)}
    if joined:
        merged = Merge.objects.filter(noun="customer", winner__in=joined).values_list("loser", flat=True)
        joined |= set(merged)
    if moved:
        work_out(sorted(moved))
    if moved | joined:
        work_out_pain(sorted(moved | joined))
