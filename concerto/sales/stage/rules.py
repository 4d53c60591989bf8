"""What is wrong with a stage: keys stand in filters, and only what deals have can be asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label
from concerto.kernel.overlay.naming import ids_in
from concerto.sales.stage.model import Kind, Stage, can_be_demanded

KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def key_can_be_written(stage: Stage) -> Mapping[str, Label]:
    """Keys stand in addresses, files and filters."""
    known = KEY.fullmatch(stage.key)
    return {} if known else {"key": _("A key has small letters, digits and single hyphens, as first-talk.")}


def demands_are_fields(stage: Stage) -> Mapping[str, Label]:
    """A stage asks for what somebody can fill."""
    known = {id for id, field in named("opportunity").fields.items() if can_be_demanded(field)}
    unknown = [id for id in ids_in(stage.demands) if id not in known]
    return {"demands": _("Nobody can fill “%(field)s” of a deal.") % {"field": unknown[0][:60]}} if unknown else {}


def only_open_ones_stall(stage: Stage) -> Mapping[str, Label]:
    """A deal that is decided waits for nothing."""
    if stage.kind != Kind.OPEN and stage.stalled_after is not None:
        return {"stalled_after": _("Only open stages can be stayed in for too long.")}
    return {}
