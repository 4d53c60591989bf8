"""What people are told of deals that stay where they are."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Group, Told, kind
from concerto.kernel.pages.record.steps import in_words
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.opportunity.standing import time_in_stage
from concerto.sales.stage.known import Known, known


@kind("deal-stalled", label=gettext_lazy("A deal of mine is stalled"), icon="hourglass", group=Group.TASK)
def deal_stalled(told: Told) -> str:
    if (found := _where(told)) is None:
        return _("“%(title)s” stayed too long in its stage") % {"title": told.title}
    stage, time = found
    sentence = _("“%(title)s” has been in %(stage)s for %(time)s.") % {
        "title": told.title,
        "stage": stage.called,
        "time": time,
    }
    return _with(sentence, stage)


@kind("deal-stalled-longer", label=gettext_lazy("A deal of my people is stalled"), icon="hourglass", group=Group.TASK)
def deal_stalled_longer(told: Told) -> str:
    if (found := _where(told)) is None:
        return _("“%(title)s” stayed too long in its stage") % {"title": told.title}
    stage, time = found
    sentence = _("“%(title)s” still is in %(stage)s, after %(time)s.") % {
        "title": told.title,
        "stage": stage.called,
        "time": time,
    }
    return _with(sentence, stage)


def _where(told: Told) -> tuple[Known, str] | None:
    """The stage and how long it has been there; None where it has gone on since."""
    deal = told.record
    stage = known().get(deal.stage) if isinstance(deal, Opportunity) else None
    if stage is None or not stage.is_open or not isinstance(deal, Opportunity):
        return None
    return stage, in_words(time_in_stage(deal))


def _with(sentence: str, stage: Known) -> str:
    return (
        _("%(sentence)s %(next)s") % {"sentence": sentence, "next": stage.suggestion}
        if str(stage.suggestion)
        else sentence
    )
