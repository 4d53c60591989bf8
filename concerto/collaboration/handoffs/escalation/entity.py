from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.escalation.model import Escalation
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

escalation = Entity(
    Escalation,
    id="escalation",
    path="escalations",
    prefix="ES",
    label=_("Escalation step"),
    plural=_("Escalation steps"),
    about=_("Who is told, and when, if a hand-off is not taken up or finished in the time that was agreed on."),
    icon="stairs-up",
    title=Escalation.message,
    columns=[Escalation.type, Escalation.clock, Escalation.after, Escalation.whom, Escalation.message],
    page=[
        Section(
            _("Escalation step"),
            Escalation.type,
            Escalation.clock,
            Escalation.after,
            Escalation.whom,
            Escalation.message,
        )
    ],
    quiet=[Escalation.tags],
    search=[Escalation.message],
    follows=Escalation.type,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
