from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows
from concerto.kernel.quality.report.actions import measure_now
from concerto.kernel.quality.report.model import QualityReport
from concerto.kernel.quality.report.rules import can_be_made

quality_report = Entity(
    QualityReport,
    id="quality-report",
    path="quality",
    prefix="QL",
    label=_("Quality report"),
    plural=_("Quality reports"),
    about=_("How good our data is: counted every day, down to the rows."),
    icon="heart-rate-monitor",
    title=QualityReport.name,
    title_zh=QualityReport.name_zh,
    head=Head(under=[QualityReport.noun], badges=[QualityReport.score]),
    columns=[QualityReport.name, QualityReport.score, QualityReport.faults, QualityReport.records, QualityReport.steward,
             QualityReport.checked_at],
    page=[
        Section(_("Quality report"), QualityReport.name, QualityReport.name_zh, QualityReport.noun, QualityReport.steward,
                QualityReport.source, QualityReport.fresh_days),
        Section(_("Figures"), QualityReport.score, QualityReport.faults, QualityReport.records, QualityReport.checked_at),
    ],
    derived=[QualityReport.score, QualityReport.faults, QualityReport.records, QualityReport.checked_at],
    owner=QualityReport.steward,
    checks=[can_be_made],
    actions=[measure_now],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(EVERYONE, read=OWN),
    ],
)  # fmt: skip
