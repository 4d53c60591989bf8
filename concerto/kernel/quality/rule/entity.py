from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows
from concerto.kernel.quality.rule.model import QualityRule
from concerto.kernel.quality.rule.rules import can_be_counted

quality_rule = Entity(
    QualityRule,
    id="quality-rule",
    path="quality-rules",
    prefix="QR",
    label=_("Quality rule"),
    plural=_("Quality rules"),
    about=_("What we hold for a fault in our data, beside what is looked for anyway."),
    icon="ruler-measure",
    title=QualityRule.name,
    title_zh=QualityRule.name_zh,
    head=Head(badges=[QualityRule.noun, QualityRule.measure]),
    columns=[QualityRule.name, QualityRule.noun, QualityRule.field, QualityRule.measure, QualityRule.active],
    page=[
        Section(_("Quality rule"), QualityRule.name, QualityRule.name_zh, QualityRule.noun, QualityRule.field, QualityRule.measure,
                QualityRule.filter, QualityRule.active),
    ],
    checks=[can_be_counted],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL)],
)  # fmt: skip
