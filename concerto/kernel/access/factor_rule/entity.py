from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.factor_rule.model import FactorRule
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

factor_rule = Entity(
    FactorRule,
    id="factor-rule",
    path="factor-rules",
    prefix="FR",
    label=_("Second-factor rule"),
    plural=_("Second-factor rules"),
    about=_(
        "Whoever has one of these roles must sign in with a second factor, and is led to set one up before anything else."
    ),
    icon="shield-lock",
    title=FactorRule.name,
    columns=[FactorRule.name, FactorRule.roles],
    page=[Section(_("Second-factor rule"), FactorRule.name, FactorRule.roles)],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL)],
)
