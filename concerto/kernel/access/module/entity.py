from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.module.actions import switch_off, switch_on
from concerto.kernel.access.module.model import Module
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

module = Entity(
    Module,
    id="module",
    path="modules",
    prefix="MO",
    label=_("Module"),
    plural=_("Modules"),
    about=_("The parts of the product. What is switched off is nowhere to be seen; its data is kept."),
    icon="cube",
    actions=[switch_off, switch_on],
    title=Module.name,
    title_zh=Module.name_zh,
    columns=[Module.name, Module.key, Module.off_since],
    page=[Section(_("Module"), Module.name, Module.name_zh, Module.key, Module.off_since)],
    access=[rows(ADMINISTRATOR, read=ALL, edit=ALL)],
)
