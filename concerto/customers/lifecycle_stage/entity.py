from django.utils.translation import gettext_lazy as _

from concerto.company.roles import STEWARD
from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.customers.lifecycle_stage.rules import wrong
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

lifecycle_stage = Entity(
    LifecycleStage,
    id="lifecycle-stage",
    path="lifecycle-stages",
    prefix="LC",
    label=_("Stage of the lifecycle"),
    plural=_("Lifecycle stages"),
    about=_("The stages customers go through, understood by every department in the same way."),
    icon="arrows-split",
    title=LifecycleStage.name,
    title_zh=LifecycleStage.name_zh,
    head=Head(badges=[LifecycleStage.stage]),
    columns=[LifecycleStage.name, LifecycleStage.stage, LifecycleStage.needs, LifecycleStage.segment, LifecycleStage.baseline_days,
             LifecycleStage.target_days, LifecycleStage.baseline_share, LifecycleStage.target_share],
    page=[
        Section(_("Definition"), LifecycleStage.name, LifecycleStage.name_zh, LifecycleStage.stage, LifecycleStage.meaning,
                LifecycleStage.meaning_zh),
        Section(_("Coming into it"), LifecycleStage.needs, LifecycleStage.segment),
        Section(_("Baseline and target"), LifecycleStage.baseline_days, LifecycleStage.target_days, LifecycleStage.baseline_share,
                LifecycleStage.target_share),
    ],
    quiet=[LifecycleStage.tags],
    search=[LifecycleStage.name, LifecycleStage.name_zh],
    checks=[wrong],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(STEWARD, read=ALL, edit=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
