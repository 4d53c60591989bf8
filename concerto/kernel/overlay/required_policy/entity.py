from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows
from concerto.kernel.overlay.required_policy.model import RequiredPolicy
from concerto.kernel.overlay.required_policy.rules import can_be_kept

required_policy = Entity(
    RequiredPolicy,
    id="required-policy",
    path="required-policies",
    prefix="RQ",
    label=_("Required fields"),
    plural=_("Required fields"),
    about=_("What may not be empty, and from which step on."),
    icon="asterisk",
    title=RequiredPolicy.name,
    title_zh=RequiredPolicy.name_zh,
    head=Head(badges=[RequiredPolicy.noun, RequiredPolicy.steps]),
    columns=[RequiredPolicy.name, RequiredPolicy.noun, RequiredPolicy.fields, RequiredPolicy.steps, RequiredPolicy.active],
    page=[
        Section(_("Required fields"), RequiredPolicy.name, RequiredPolicy.name_zh, RequiredPolicy.noun, RequiredPolicy.fields, RequiredPolicy.steps,
                RequiredPolicy.active),
    ],
    checks=[can_be_kept],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL)],
)  # fmt: skip
