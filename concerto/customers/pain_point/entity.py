from django.utils.translation import gettext_lazy as _

from concerto.customers.pain_point.model import PainPoint
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, READABLE, rows

pain_point = Entity(
    PainPoint,
    id="pain-point",
    path="pain-points",
    prefix="PP",
    label=_("Pain point"),
    plural=_("Pain points"),
    about=_("Where journeys hurt: trouble, low scores, delays, and what happened again. Worked out from events and stages."),
    icon="alert-triangle",
    title=PainPoint.what,
    head=Head(badges=[PainPoint.sort]),
    columns=[PainPoint.customer, PainPoint.sort, PainPoint.kind, PainPoint.stage, PainPoint.at, PainPoint.score, PainPoint.again, PainPoint.what],
    page=[
        Section(_("Pain point"), PainPoint.customer, PainPoint.sort, PainPoint.kind, PainPoint.what, PainPoint.stage, PainPoint.at),
        Section(_("More"), PainPoint.score, PainPoint.again, PainPoint.event),
    ],
    derived=[PainPoint.what, PainPoint.customer, PainPoint.sort, PainPoint.kind, PainPoint.stage, PainPoint.at, PainPoint.score,
             PainPoint.again, PainPoint.event],
    follows=PainPoint.customer,
    happened=PainPoint.at,
    access=[
        rows(ADMINISTRATOR, read=ALL, export=ALL),
        rows(EVERYONE, read=READABLE),
    ],
)  # fmt: skip
