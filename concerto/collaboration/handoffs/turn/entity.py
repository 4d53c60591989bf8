from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.turn.model import Turn
from concerto.company.roles import EXECUTIVE
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, READABLE, rows

_ALL = [
    Turn.handoff, Turn.number, Turn.type, Turn.mode, Turn.giving, Turn.receiving, Turn.receiver, Turn.offered_at, Turn.accept_by, Turn.answered_at,
    Turn.answer, Turn.reason, Turn.accept_minutes, Turn.accept_kept, Turn.finish_by, Turn.delivered_at, Turn.finish_minutes,
    Turn.finish_kept, Turn.sent_back, Turn.disputed_at, Turn.decide_minutes, Turn.confirmed_at,
]  # fmt: skip

turn = Entity(
    Turn,
    id="turn",
    path="turns",
    prefix="TU",
    label=_("Turn"),
    plural=_("Turns of hand-offs"),
    about=_("Each offer of a hand-off: how long the other side took, and whether the promises were kept. Worked out from its steps."),
    icon="stopwatch",
    title=Turn.reason,
    head=Head(under=[Turn.handoff], badges=[Turn.answer]),
    columns=[Turn.handoff, Turn.type, Turn.giving, Turn.receiving, Turn.answer, Turn.accept_minutes, Turn.accept_kept, Turn.finish_minutes, Turn.finish_kept, Turn.reason],
    page=[
        Section(_("Turn"), Turn.handoff, Turn.number, Turn.type, Turn.mode, Turn.giving, Turn.receiving, Turn.receiver),
        Section(_("Promise to accept"), Turn.offered_at, Turn.accept_by, Turn.answered_at, Turn.answer, Turn.reason, Turn.accept_minutes, Turn.accept_kept),
        Section(_("Promise to finish"), Turn.finish_by, Turn.delivered_at, Turn.finish_minutes, Turn.finish_kept, Turn.sent_back, Turn.disputed_at, Turn.decide_minutes, Turn.confirmed_at),
    ],
    derived=_ALL,
    search=[Turn.reason],
    follows=Turn.handoff,
    access=[
        rows(ADMINISTRATOR, read=READABLE, export=READABLE),
        rows(EXECUTIVE, read=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE),
    ],
)  # fmt: skip
