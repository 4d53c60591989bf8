from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows
from concerto.kernel.overlay.layout.model import Layout
from concerto.kernel.overlay.layout.sections import rightly_arranged

layout = Entity(
    Layout,
    id="layout",
    path="layouts",
    prefix="LY",
    label=_("Page arrangement"),
    plural=_("Page arrangements"),
    about=_("How administrators arranged the pages of records."),
    icon="layout-columns",
    title=Layout.name,
    columns=[Layout.name, Layout.noun, Layout.updated_at],
    page=[Section(_("Page arrangement"), Layout.noun, Layout.name, Layout.arrangement)],
    checks=[rightly_arranged],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL)],
)
