from __future__ import annotations

from django.db import models

from concerto.kernel.fields import from_data
from concerto.kernel.fields.choice import CHOICE
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label
from concerto.sales.stage.known import first_key, keys_of, known, labels


def stage_of_pipeline(label: Label) -> models.CharField[str, str]:
    """The key of a stage; of those that there are, a deal goes through the ones of its pipeline."""
    column: models.CharField[str, str] = models.CharField(label, max_length=40, default=first_key)
    return kept_as(CHOICE, from_data(column, labels, way=_pipeline_of))


def _pipeline_of(key: str) -> list[str]:
    stage = known().get(key)
    return keys_of(stage.pipeline) if stage else []
