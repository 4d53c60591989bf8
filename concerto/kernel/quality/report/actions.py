"""Having a look at all records at once instead of waiting for the night."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.entity.policy import Act
from concerto.kernel.quality.report.model import QualityReport
from concerto.kernel.quality.waking import wake


@action(on=QualityReport, label=_("Look now"), needs=Act.READ, icon="refresh", bulk=False)
def measure_now(actor: Actor, report: QualityReport) -> None:
    """Have a worker count the records and look for what could be repaired."""
    wake(report.pk)
