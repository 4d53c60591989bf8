from django.utils.translation import gettext_lazy as _

from concerto.customers.event_kind.model import EventKind
from concerto.customers.event_kind.rules import key_can_be_written
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

event_kind = Entity(
    EventKind,
    id="event-kind",
    path="event-kinds",
    prefix="EK",
    label=_("Kind of event"),
    plural=_("Kinds of events"),
    about=_("What customers do, or what happens to them: the words that events and filters use."),
    icon="category",
    title=EventKind.name,
    title_zh=EventKind.name_zh,
    head=Head(under=[EventKind.key], badges=[EventKind.feeling]),
    columns=[EventKind.name, EventKind.name_zh, EventKind.key, EventKind.feeling, EventKind.low],
    page=[
        Section(_("Kind of event"), EventKind.name, EventKind.name_zh, EventKind.key, EventKind.feeling, EventKind.low)
    ],
    search=[EventKind.name, EventKind.name_zh],
    checks=[key_can_be_written],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
