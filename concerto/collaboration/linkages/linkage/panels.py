"""How the figure of an agreement stands now and how it went on, above its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from concerto.collaboration.handoffs.handoff.entity import handoff
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.turn.entity import turn
from concerto.collaboration.linkages.figures import Measured, behind, in_words, measured, worse
from concerto.collaboration.linkages.linkage.model import Linkage
from concerto.collaboration.linkages.shortfall.entity import shortfall
from concerto.collaboration.linkages.shortfall.model import Shortfall
from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.panels import Line, Panel, Place, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.trend import trend

WEEKS = 12


@dataclass(frozen=True)
class Standing:
    """What the page shows. Without `now` the reader may not know the figure, or there are too few matters.

    course, limit   the figure over the last weeks and its threshold, as lines of one drawing; first, last: its ends in words
    open, help      the shortfall that has not ended, and the task or hand-off that asks for help, where it may be seen
    """

    may_know: bool
    now: str
    is_past: bool
    matters: int
    threshold: str
    behind: str
    course: str
    limit: str
    first: str
    last: str
    open: Line | None
    help: Line | None


@panel(on=Linkage, place=Place.TOP)
def standing(look: Look) -> Panel:
    """The figure is the one that was agreed on, over everything the department is handed; whoever may read measures may know it. The
    list behind it shows what the reader may see."""
    assert isinstance(look.record, Linkage)
    shown = _standing(look.actor, look.record)
    count = Count(1, exact=True)
    return Panel("standing", _("Figure"), [Line(look.title, look.address)], count, template="linkages/standing.html", shown=[shown])  # fmt: skip


def _standing(actor: Actor, rule: Linkage) -> Standing:
    may_know = may(actor, handoff, Act.READ) and may(actor, turn, Act.READ)
    told = _course(rule) if may_know else [Measured()]
    now, course = told[-1], [each.value for each in told if each.value is not None]
    threshold = rule.threshold or Decimal()
    low, high = float(min([*course, threshold])), float(max([*course, threshold]))
    opened = visible_to(actor, Shortfall).filter(linkage=rule.pk, ended_at=None).first()
    asked = _help(actor, opened) if opened else None
    return Standing(
        may_know=may_know,
        now=in_words(rule.figure, now.value) if now.value is not None else "",
        is_past=now.value is not None and worse(rule.figure, now.value, threshold),
        matters=now.matters,
        threshold=in_words(rule.figure, threshold),
        behind=behind(rule) if may_know else "",
        course=trend([float(each) for each in course], floor=low, top=high),
        limit=trend([float(threshold)] * 2, floor=low, top=high),
        first=in_words(rule.figure, course[0]) if course else "",
        last=in_words(rule.figure, course[-1]) if course else "",
        open=Line(shortfall.title_of(opened), record_address(shortfall, opened.pk)) if opened else None,
        help=Line(entity_of(asked).title_of(asked), record_address(entity_of(asked), asked.pk)) if asked else None,
    )


def _course(rule: Linkage) -> list[Measured]:
    """A week apart, the last one now; all in one query."""
    now = timezone.now()
    moments = [now - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    told = measured([rule], moments)
    return [told[rule.pk, at] for at in moments]


def _help(actor: Actor, opened: Shortfall) -> Record | None:
    if opened.task_id:
        return visible_to(actor, Task).filter(pk=opened.task_id).first()
    return visible_to(actor, Handoff).filter(pk=opened.handoff_id).first() if opened.handoff_id else None
