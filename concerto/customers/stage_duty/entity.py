from django.utils.translation import gettext_lazy as _

from concerto.company.roles import STEWARD
from concerto.customers.stage_duty.model import StageDuty
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

stage_duty = Entity(
    StageDuty,
    id="stage-duty",
    path="stage-duties",
    prefix="SD",
    label=_("Duty at a stage"),
    plural=_("Duties at stages"),
    about=_("What each department does for customers at each stage of the lifecycle."),
    icon="checklist",
    title=StageDuty.duty,
    title_zh=StageDuty.duty_zh,
    head=Head(badges=[StageDuty.stage, StageDuty.part]),
    columns=[StageDuty.duty, StageDuty.stage, StageDuty.part],
    page=[Section(_("Duty"), StageDuty.stage, StageDuty.part, StageDuty.duty, StageDuty.duty_zh)],
    quiet=[StageDuty.tags],
    search=[StageDuty.duty, StageDuty.duty_zh],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(STEWARD, read=ALL, edit=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
