from django.utils.translation import gettext_lazy as _

from concerto.collaboration.spaces.space.actions import close, reopen
from concerto.collaboration.spaces.space.guards import led_by_few
from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, SHARED, rows

space = Entity(
    Space,
    id="space",
    path="spaces",
    prefix="SPC",
    label=_("Space"),
    plural=_("Spaces"),
    about=_("Groups across departments with a goal: their members, what they work on, what they decided and what they learned."),
    icon="circles",
    title=Space.name,
    head=Head(badges=[Space.state, Space.open_to]),
    columns=[Space.name, Space.state, Space.owner, Space.goal, Space.open_to],
    page=[
        Section(_("Space"), Space.name, Space.goal, Space.owner, Space.open_to, Space.state),
        Section(_("Outcome"), Space.lessons, Space.closed_at, Space.handoff),
    ],
    derived=[Space.state, Space.lessons, Space.closed_at, Space.handoff],
    search=[Space.name, Space.goal, Space.lessons],
    gathers=True,
    owner=Space.owner,
    shared=Space.open_to,
    guards=[led_by_few],
    actions=[close, reopen],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=SHARED, create=OWN, edit=OWN, delete=OWN),
    ],
)  # fmt: skip
