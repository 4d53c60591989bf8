from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows
from concerto.kernel.overlay.cleaning_rule.model import CleaningRule
from concerto.kernel.overlay.cleaning_rule.rules import can_be_applied

cleaning_rule = Entity(
    CleaningRule,
    id="cleaning-rule",
    path="cleaning-rules",
    prefix="CR",
    label=_("Cleaning rule"),
    plural=_("Cleaning rules"),
    about=_("How values are written: applied alike in forms, files, programs and mass changes."),
    icon="wand",
    title=CleaningRule.name,
    title_zh=CleaningRule.name_zh,
    head=Head(badges=[CleaningRule.noun, CleaningRule.field, CleaningRule.kind]),
    columns=[CleaningRule.name, CleaningRule.noun, CleaningRule.field, CleaningRule.kind, CleaningRule.position, CleaningRule.active],
    page=[
        Section(_("Cleaning rule"), CleaningRule.name, CleaningRule.name_zh, CleaningRule.noun, CleaningRule.field, CleaningRule.kind,
                CleaningRule.position, CleaningRule.active),
        Section(_("Details"), CleaningRule.find, CleaningRule.by, CleaningRule.only, CleaningRule.country,
                CleaningRule.fills),
    ],
    search=[CleaningRule.name, CleaningRule.name_zh, CleaningRule.field],
    checks=[can_be_applied],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL)],
)  # fmt: skip
