"""The board of deals: the stages of the pipelines that it shows, how likely they are, what it all comes to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.values import split_code
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.operators import ANY_OF, IS
from concerto.kernel.pages.listing.asking import Shown
from concerto.kernel.pages.listing.board import Head
from concerto.kernel.pages.listing.dressing import NOTHING_SAID, Above, Dressing, Said, Sign, dress
from concerto.kernel.pages.record.steps import in_words
from concerto.kernel.query.language import Condition, Group, Node, parse
from concerto.kernel.ui.looks import short_amount
from concerto.kernel.ui.sight import Sight
from concerto.sales.opportunity.forecast import forecast
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.opportunity.standing import is_stalled, time_in_stage
from concerto.sales.stage.known import known


class Pipelines(Dressing):
    """Only boards by stage are dressed; on those by other fields, cards say how long their deals stay, too."""

    def columns(self, asked: Shown, by: Field, values: Sequence[Any], filled: Collection[Any]) -> Sequence[Any]:
        """All stages of the pipelines that the filter names, else of those that have deals here; of all where none has."""
        if by.id != "stage":
            return values
        pipelines = {key: stage.pipeline for key, stage in known().items()}
        shown = set(pipelines_in(parse(asked.filter))) or {pipelines[key] for key in filled if key in pipelines}
        return [value for value in values if not shown or value in filled or pipelines.get(value) in shown]

    def said(self, by: Field, value: Any, total: Any) -> Said:
        stage = known().get(value) if by.id == "stage" else None
        if stage is None:
            return NOTHING_SAID
        aside: Label = ""
        if isinstance(total, Decimal) and stage.is_open:
            aside = format_lazy(_("weighted {amount}"), amount=short_amount(total * stage.probability / 100))
        return Said(f"{stage.probability}%", aside)

    def sign(self, sight: Sight, record: Record) -> Sign | None:
        assert isinstance(record, Opportunity), "the boards of deals have deals"
        stage = known().get(record.stage)
        if "stage_since" not in sight.fields or stage is None or not stage.is_open:
            return None
        stalled = is_stalled(record)
        told = stage.suggestion if stalled and str(stage.suggestion) else _("In this stage")
        return Sign(in_words(time_in_stage(record)), told, bad=stalled)

    def above(self, actor: Actor, asked: Shown, by: Field, heads: Sequence[Head], summed: Field | None) -> Above | None:
        if by.id != "stage" or summed is None or summed.id != "amount":
            return None
        totals = {head.value: head.total for head in heads}
        return Above("deals/forecast.html", forecast(actor, asked, totals))


def pipelines_in(tree: Node) -> Iterator[int]:
    """Ids of the pipelines to which a filter keeps."""
    parts = tree.parts if isinstance(tree, Group) and tree.join == "and" else (tree,)
    for part in parts:
        if isinstance(part, Condition) and part.field == "pipeline" and part.operator in (IS, ANY_OF):
            yield from (id for value in part.values if (id := _id_in(value)))


def _id_in(value: str) -> int | None:
    return (
        int(value)
        if value.isascii() and value.isdigit() and len(value) < 19
        else split_code(named("pipeline"), value)[0]
    )


dress(Opportunity, Pipelines())
