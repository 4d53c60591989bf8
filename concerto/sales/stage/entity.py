from django.utils.translation import gettext_lazy as _

from concerto.company.roles import SALES_MANAGER
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows
from concerto.sales.stage.guards import deals_keep_it
from concerto.sales.stage.model import Stage
from concerto.sales.stage.rules import demands_are_fields, key_can_be_written, only_open_ones_stall

stage = Entity(
    Stage,
    id="stage",
    path="stages",
    prefix="PS",
    label=_("Stage of a pipeline"),
    plural=_("Stages of pipelines"),
    about=_("The steps of deals: how likely they are won from there, what they need to come there, how long they may stay."),
    icon="stairs-up",
    title=Stage.name,
    title_zh=Stage.name_zh,
    head=Head(under=[Stage.pipeline], badges=[Stage.kind]),
    columns=[Stage.name, Stage.pipeline, Stage.position, Stage.kind, Stage.probability, Stage.stalled_after, Stage.demands],
    page=[
        Section(_("Stage"), Stage.name, Stage.name_zh, Stage.key, Stage.pipeline, Stage.position, Stage.kind, Stage.probability),
        Section(_("Coming into it"), Stage.demands),
        Section(_("Staying in it"), Stage.stalled_after, Stage.suggestion, Stage.suggestion_zh),
    ],
    search=[Stage.name, Stage.name_zh],
    checks=[key_can_be_written, demands_are_fields, only_open_ones_stall],
    guards=[deals_keep_it],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(SALES_MANAGER, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
