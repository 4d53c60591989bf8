from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

handoff_type = Entity(
    HandoffType,
    id="handoff-type",
    path="handoff-types",
    prefix="HY",
    label=_("Hand-off type"),
    plural=_("Hand-off types"),
    about=_("What two departments agreed on: what is provided, how soon it is taken up and done, who is told where it is not."),
    icon="file-certificate",
    title=HandoffType.name,
    title_zh=HandoffType.name_zh,
    head=Head(badges=[HandoffType.giver, HandoffType.receiver]),
    columns=[HandoffType.name, HandoffType.giver, HandoffType.receiver, HandoffType.noun, HandoffType.mode, HandoffType.accept_within, HandoffType.finish_within],
    page=[
        Section(_("Hand-off type"), HandoffType.name, HandoffType.name_zh, HandoffType.about, HandoffType.about_zh, HandoffType.noun),
        Section(_("Agreement"), HandoffType.giver, HandoffType.receiver, HandoffType.mode, HandoffType.accept_within, HandoffType.finish_within),
    ],
    quiet=[HandoffType.tags],
    search=[HandoffType.name, HandoffType.name_zh],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
