"""What follows a move: the deal remembers since when it is there; whoever it stalls with is told, once for each stay."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.collaboration.sides import superiors_of
from concerto.kernel.actions.standard import DELETE, RESTORE
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import alarm
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import notify
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.opportunity.staying import LONGER, STALLED, work_out
from concerto.sales.stage.model import Stage

MOVES = {"stage", "department"}  # working days are those of its department
RULES = {"stalled_after", "kind"}


@reader("sales.stays", from_the_start=True)
def keep_stays(lines: Sequence[Entry]) -> None:
    """Worked out anew from the whole journal of each deal, so reading a line twice changes nothing."""
    deals = {line.record for line in lines if line.entity == "opportunity" and _moves(line)}
    stages = {line.record for line in lines if line.entity == "stage" and line.changes.keys() & RULES}
    if stages:
        keys = Stage.everything.filter(pk__in=stages).values("key")
        deals |= set(Opportunity.everything.filter(stage__in=keys).values_list("pk", flat=True))
    if deals:
        work_out(deals)


def _moves(line: Entry) -> bool:
    return bool(line.changes.keys() & MOVES) or line.verb in (DELETE, RESTORE)


@alarm(STALLED)
def tell_owner(alarm: Alarm) -> None:
    """Who has the deal is told, with what to do about it."""
    if deal := _stalled(alarm):
        notify([deal.owner_id], "deal-stalled", about=deal, journal_id=deal.stay or 0)


@alarm(LONGER)
def tell_manager(alarm: Alarm) -> None:
    """After as long again, whom that one reports to."""
    if deal := _stalled(alarm):
        notify(superiors_of(deal.owner_id)[:1], "deal-stalled-longer", about=deal, journal_id=deal.stay or 0)


def _stalled(alarm: Alarm) -> Opportunity | None:
    """The deal, if it still is in the stay that the alarm was set for."""
    rows = Opportunity.everything.select_for_update(of=("self",), no_key=True).filter(trashed_at=None)
    deal, stay = (int(str(alarm.facts[name])) for name in ("deal", "stay"))
    return rows.filter(pk=deal, stay=stay, stalls_on__isnull=False).first()
