"""What is wrong with a report: where records come from is told by a field of theirs."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.quality.report.model import QualityReport

TELLING = ("text", "choice")


def can_be_made(report: QualityReport) -> Mapping[str, Label]:
    """Field id → what is wrong."""
    entity = find(report.noun)
    if entity is None or not report.source:
        return {}
    field = entity.fields.get(report.source)
    if field is None or field.is_custom or field.kind.id not in TELLING:
        return {"source": _("A text or a choice of these records is needed here.")}
    return {}
