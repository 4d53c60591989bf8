from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows
from concerto.kernel.overlay.custom_field.actions import bring_back, erase, retire
from concerto.kernel.overlay.custom_field.guards import keeps_used_choices
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.custom_field.rules import right_formula, rightly_described
from concerto.kernel.overlay.linked.rules import right_source

custom_field = Entity(
    CustomField,
    id="custom-field",
    path="custom-fields",
    prefix="CF",
    label=_("Custom field"),
    plural=_("Custom fields"),
    about=_("Fields that administrators added, without a line of code."),
    icon="forms",
    title=CustomField.label,
    title_zh=CustomField.label_zh,
    head=Head(under=[CustomField.key], badges=[CustomField.noun, CustomField.kind]),
    columns=[CustomField.label, CustomField.noun, CustomField.key, CustomField.kind, CustomField.section, CustomField.required,
             CustomField.index_state, CustomField.retired_at],
    page=[
        Section(_("Field"), CustomField.noun, CustomField.label, CustomField.label_zh, CustomField.key, CustomField.kind,
                CustomField.required, CustomField.help, CustomField.help_zh),
        Section(_("Values"), CustomField.choices, CustomField.target, CustomField.least, CustomField.most, CustomField.default,
                CustomField.formula, CustomField.result, CustomField.source, CustomField.measured, CustomField.only),
        Section(_("Where it stands"), CustomField.section, CustomField.position, CustomField.in_list, CustomField.searched,
                CustomField.indexed, CustomField.index_state),
        Section(_("Who may see it"), CustomField.hidden_from, CustomField.masked_for, CustomField.locked_for),
        Section(_("Life"), CustomField.retired_at, CustomField.erased_at),
    ],
    derived=[CustomField.index_state],
    search=[CustomField.label, CustomField.label_zh, CustomField.key],
    checks=[rightly_described, right_formula, right_source],
    guards=[keeps_used_choices],
    actions=[retire, bring_back, erase],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, export=ALL, import_=ALL)],
)  # fmt: skip
