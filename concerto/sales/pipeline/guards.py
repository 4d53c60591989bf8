"""A pipeline is not taken away from under its stages, nor brought back without them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Refused
from concerto.sales.pipeline.model import Pipeline
from concerto.sales.stage.model import Stage


def is_empty(actor: Actor, pipeline: Pipeline, changes: Mapping[str, Any]) -> None:
    """Raise Refused for deleting a pipeline that has stages."""
    if pipeline.trashed_at is None or "trashed_at" not in changes:
        return
    if Stage.everything.filter(pipeline=pipeline, trashed_at=None).exists():
        raise Refused(_("This pipeline still has stages. Delete them first."))
