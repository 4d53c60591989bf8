"""What a deal needs to come to a stage. Every door asks here: the drag of a card, an edit, a file, a mass change, a verb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.stage.holding import Held, held

OTHER_PIPELINE = _("This stage is one of another pipeline.")


def comes_to_stage(actor: Actor, deal: Opportunity, changes: Mapping[str, Any]) -> None:
    """Raise Invalid with exactly the fields that the stage needs and the deal does not have; it stays where it was."""
    if not changes.keys() & {"stage", "pipeline"}:
        return
    stage = held(deal.stage)
    if stage is None:
        raise Invalid({"stage": _("There is no such stage any more.")})
    if stage.pipeline != deal.pipeline_id:
        raise Invalid({"stage": OTHER_PIPELINE})
    lacking = list(missing(stage, deal)) if "stage" in changes else []
    if lacking:
        sentence = format_lazy(_("“{stage}” needs more: {fields}"), stage=stage.called, fields=listed(lacking))
        raise Invalid(dict.fromkeys(lacking, _("This stage needs it.")), sentence)


def missing(stage: Held, deal: Opportunity) -> Iterator[str]:
    """Ids of the fields that a stage needs and a deal leaves empty, in the order in which the stage names them."""
    fields = entity_of(deal).fields
    return (id for id in stage.demands if id in fields and fields[id].kind.is_empty(fields[id].value(deal)))


def _listed(ids: tuple[str, ...]) -> str:
    fields = entity_of(Opportunity).fields
    return say(", ").join(str(fields[id].label) for id in ids)


def listed(ids: list[str]) -> Label:
    """Their names, in the reader's language."""
    label: Label = lazy(_listed, str)(tuple(ids))
    return label
