"""What becomes of a deal. Where it may go is asked in one place: see guards.py."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.sales.competitor.model import Competitor
from concerto.sales.opportunity.model import LostReason, Opportunity
from concerto.sales.opportunity.past import came_from
from concerto.sales.stage.known import known, of_kind
from concerto.sales.stage.model import Kind, Stage


def is_open(actor: Actor, deal: Opportunity) -> bool:
    """Whether nobody has decided it yet."""
    stage = known().get(deal.stage)
    return stage is not None and stage.is_open


def is_closed(actor: Actor, deal: Opportunity) -> bool:
    return not is_open(actor, deal)


@action(on=Opportunity, label=_("Move to a stage"), icon="arrows-split")
def move(actor: Actor, deal: Opportunity, *, to: Stage) -> None:
    """Put it into a stage, be it one of another pipeline. Raises Invalid with what the stage still needs."""
    _change(actor, deal, stage=to.key, pipeline=to.pipeline_id)


@action(on=Opportunity, label=pgettext("opportunity", "Win"), icon="award", suits=is_open)
def win(actor: Actor, deal: Opportunity) -> None:
    """The customer bought."""
    _change(actor, deal, stage=_stage(deal, Kind.WON))


@action(on=Opportunity, label=pgettext("opportunity", "Lose"), icon="circle-x", suits=is_open)
def lose(
    actor: Actor, deal: Opportunity, *, reason: LostReason, why: str = "", competitor: Competitor | None = None
) -> None:
    """The customer did not buy, and why. A competitor that is known already stays where none is named."""
    rival = competitor.pk if competitor else deal.competitor_id
    _change(actor, deal, stage=_stage(deal, Kind.LOST), lost_reason=reason, lost_why=why, competitor=rival)


@action(on=Opportunity, label=_("Open again"), icon="arrow-back-up", suits=is_closed)
def reopen(actor: Actor, deal: Opportunity) -> None:
    """It is not decided after all: back to where it was before, without the reason for which it was lost."""
    if is_open(actor, deal):
        raise Refused(_("This deal is open. Nothing was changed."))
    back = came_from(deal) or _stage(deal, Kind.OPEN)
    _change(actor, deal, stage=back, lost_reason="", lost_why="")


def _change(actor: Actor, deal: Opportunity, **values: object) -> None:
    """Raises Forbidden for whoever may not write one of these."""
    if not values.keys() <= writable(actor, entity_of(deal)).keys():
        raise Forbidden()
    change(actor, deal, **values)


NONE_OF_KIND: dict[Kind, Label] = {
    Kind.OPEN: _("This pipeline has no open stage."),
    Kind.WON: _("This pipeline has no stage for deals that were won."),
    Kind.LOST: _("This pipeline has no stage for deals that were lost."),
}


def _stage(deal: Opportunity, kind: Kind) -> str:
    """The first of the deal's pipeline that is of a kind. Raises Refused where there is none."""
    found = of_kind(deal.pipeline_id, kind)
    if found is None:
        raise Refused(NONE_OF_KIND[kind])
    return found
