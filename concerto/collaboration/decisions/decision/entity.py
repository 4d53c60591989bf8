from django.utils.translation import gettext_lazy as _

from concerto.collaboration.decisions.decision.guards import stays_where_it_was_taken
from concerto.collaboration.decisions.decision.model import Decision
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EDITABLE, EVERYONE, READABLE, rows

decision = Entity(
    Decision,
    id="decision",
    path="decisions",
    prefix="DC",
    label=_("Decision"),
    plural=_("Decisions"),
    about=_("What was decided in spaces and meetings: why, by whom and when."),
    icon="gavel",
    title=Decision.what,
    columns=[Decision.what, Decision.subject, Decision.decided_by, Decision.decided_at],
    page=[Section(_("Decision"), Decision.what, Decision.why, Decision.decided_by, Decision.decided_at, Decision.subject)],
    search=[Decision.what, Decision.why],
    owner=Decision.decided_by,
    attached=Decision.subject,
    attaches=lambda noun: noun.model in (Space, Meeting),
    happened=Decision.decided_at,
    entry=True,
    guards=[stays_where_it_was_taken],
    access=[
        rows(ADMINISTRATOR, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE, create=EDITABLE, edit=EDITABLE, delete=EDITABLE),
    ],
)  # fmt: skip
