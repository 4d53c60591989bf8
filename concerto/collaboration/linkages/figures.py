"""The figures that agreements are about: how a department does with what it is handed, now and at moments before.

They are over everything it is handed, whoever looks: an agreement has one figure. One statement for any number of rules and
moments. What was answered or delivered since is known today, and counts for the time at which it was due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from concerto.collaboration.handoffs.handoff.entity import handoff
from concerto.collaboration.handoffs.ledger.measuring import among
from concerto.collaboration.handoffs.turn.entity import turn
from concerto.collaboration.linkages.linkage.model import SHARES, Figure, Linkage
from concerto.collaboration.sides import parts_of
from concerto.kernel.access.department.model import Department
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.text.numbers import show_number
from concerto.kernel.ui.addresses import list_address

FEWEST = 3  # matters without which a share or a median says nothing
AT_WORK = "(accepted, progress)"

_FIGURES = """
    with recursive part as (
        select distinct department_id as root, department_id as id from collaboration_linkage where id = any(%(rules)s)
        union select part.root, below.id from kernel_department below join part on below.parent_id = part.id where below.trashed_at is null),
    look as (
        select rule.id, rule.department_id, rule.figure, at, at - make_interval(days => rule.days) as since
        from collaboration_linkage rule cross join unnest(%(moments)s::timestamptz[]) as at where rule.id = any(%(rules)s)),
    counted as (
        select look.id, look.at, look.figure,
            count(*) filter (where turn.accept_by > since and turn.accept_by <= at)
                + count(*) filter (where turn.finish_by > since and turn.finish_by <= at) as due,
            count(*) filter (where turn.accept_by > since and turn.accept_by <= at and turn.accept_kept = 'kept')
                + count(*) filter (where turn.finish_by > since and turn.finish_by <= at and turn.finish_kept = 'kept') as kept,
            count(*) filter (where turn.offered_at > since) as offered,
            count(*) filter (where turn.offered_at > since and turn.answer = 'returned') as returned,
            count(turn.accept_minutes) filter (where turn.offered_at > since) as answered,
            percentile_cont(0.5) within group (order by turn.accept_minutes) filter (where turn.offered_at > since) as minutes,
            count(*) filter (where coalesce(handoff.closed_at, 'infinity') > at and (
                turn.accept_by < at and coalesce(turn.answered_at, 'infinity') > at
                or turn.finish_by < at and coalesce(turn.delivered_at, 'infinity') > at)) as overdue
        from look join part on part.root = look.department_id
        join collaboration_turn turn on turn.receiving_id = part.id and turn.offered_at <= look.at and turn.answer <> 'withdrawn'
        join collaboration_handoff handoff on handoff.id = turn.handoff_id and handoff.trashed_at is null
        group by look.id, look.at, look.figure)
    select id, at, case figure when 'kept' then due when 'returned' then offered when 'hours' then answered else overdue end,
        case figure when 'kept' then 100.0 * kept / nullif(due, 0) when 'returned' then 100.0 * returned / nullif(offered, 0)
            when 'hours' then (minutes / 60)::numeric else overdue end
    from counted
"""


@dataclass(frozen=True)
class Measured:
    """A figure to two places, and over how many matters it is. None says nothing: there are too few."""

    matters: int = 0
    value: Decimal | None = None


def measured(rules: Iterable[Linkage], moments: Sequence[datetime]) -> Mapping[tuple[int, datetime], Measured]:
    """(id of a rule, moment) → its figure then."""
    by_id = {rule.pk: rule for rule in rules}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"rules": list(by_id), "moments": list(moments)})
        found = {(id, at): (matters, value) for id, at, matters, value in cursor.fetchall()}
    return {(id, at): _telling(rule, *found.get((id, at), (0, None))) for id, rule in by_id.items() for at in moments}


def _telling(rule: Linkage, matters: int, value: Decimal | None) -> Measured:
    """What is overdue is a count: none is none. Anything else needs some matters before it says something."""
    if rule.figure == Figure.OVERDUE:
        return Measured(matters, Decimal(matters))
    return Measured(matters, round(Decimal(value), 2) if value is not None and matters >= FEWEST else None)


def worse(figure: str, one: Decimal, than: Decimal) -> bool:
    """Whether a value is worse than another: fewer promises kept, more of anything else."""
    return one < than if figure == Figure.KEPT else one > than


def behind(rule: Linkage) -> str:
    """The list of the matters that its figure is over; of those, it shows what its reader may see."""
    received = among("receiving", sorted(parts_of({rule.department_id})))
    counted, lately = f"{received} and answer != withdrawn", f"within {rule.days}d"
    match rule.figure:
        case Figure.OVERDUE:
            late = f"(state = offered and accept_by within 20y or state in {AT_WORK} and finish_by within 20y)"
            return list_address(handoff, filter=f"{received} and {late}")
        case Figure.KEPT:
            return list_address(turn, filter=f"{counted} and (accept_by {lately} or finish_by {lately})")
        case Figure.HOURS:
            return list_address(turn, filter=f"{counted} and offered_at {lately} and accept_minutes is not empty")
        case _:
            return list_address(turn, filter=f"{counted} and offered_at {lately}")


def _digits(value: Decimal) -> str:
    return show_number(round(value, 2), get_language() or "en")


def in_words(figure: str, value: Decimal) -> str:
    """A value of a figure with its unit."""
    digits, one = _digits(value), 1 if value == 1 else 2
    if figure in SHARES:
        return _("%(share)s %%") % {"share": digits}
    if figure == Figure.HOURS:
        return ngettext("%(n)s hour", "%(n)s hours", one) % {"n": digits}
    return ngettext("%(n)s overdue hand-off", "%(n)s overdue hand-offs", one) % {"n": digits}


def sentence(rule: Linkage, value: Decimal) -> str:
    """What happened, in the active language: the department, its figure, and what was agreed."""
    words = {
        Figure.KEPT: _("%(department)s kept %(value)s of the promises that fell due in the last %(days)s days; at least %(threshold)s are agreed."),
        Figure.OVERDUE: _("%(department)s has %(value)s now; more than %(threshold)s are too many."),
        Figure.RETURNED: _("%(department)s returned %(value)s of what it was handed in the last %(days)s days; at most %(threshold)s are agreed."),
        Figure.HOURS: _("%(department)s took %(value)s of working time to take up what it was handed in the last %(days)s days; at most %(threshold)s are agreed."),
    }[Figure(rule.figure)]  # fmt: skip
    assert rule.threshold is not None, "every rule has a threshold"
    threshold = _digits(rule.threshold) if rule.figure == Figure.OVERDUE else in_words(rule.figure, rule.threshold)
    return words % {
        "department": entity_of(Department).title_of(rule.department), "value": in_words(rule.figure, value),
        "days": rule.days, "threshold": threshold,
    }  # fmt: skip
