from django.utils.translation import gettext_lazy as _

from concerto.company.roles import SALES_MANAGER
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows
from concerto.sales.pipeline.guards import is_empty
from concerto.sales.pipeline.model import Pipeline

pipeline = Entity(
    Pipeline,
    id="pipeline",
    path="pipelines",
    prefix="PI",
    label=_("Pipeline"),
    plural=_("Pipelines"),
    about=_("The ways that deals go, each with stages of its own."),
    icon="layout-columns",
    title=Pipeline.name,
    title_zh=Pipeline.name_zh,
    columns=[Pipeline.name, Pipeline.name_zh, Pipeline.position],
    page=[Section(_("Pipeline"), Pipeline.name, Pipeline.name_zh, Pipeline.position)],
    search=[Pipeline.name, Pipeline.name_zh],
    guards=[is_empty],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(SALES_MANAGER, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
