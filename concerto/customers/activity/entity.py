from django.utils.translation import gettext_lazy as _

from concerto.customers.activity.model import Activity
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, READABLE, rows

activity = Entity(
    Activity,
    id="activity",
    path="activities",
    prefix="A",
    label=_("Activity"),
    plural=_("Activities"),
    about=_("Calls, meetings, mails, visits and chats with customers."),
    icon="calendar-event",
    title=Activity.subject,
    columns=[
        Activity.subject,
        Activity.sort,
        Activity.customer,
        Activity.author,
        Activity.happened_at,
        Activity.minutes,
    ],
    page=[
        Section(_("Activity"), Activity.customer, Activity.sort, Activity.subject, Activity.body),
        Section(_("When and who"), Activity.happened_at, Activity.minutes, Activity.direction, Activity.author),
    ],
    search=[Activity.subject, Activity.body],
    owner=Activity.author,
    follows=Activity.customer,
    happened=Activity.happened_at,
    entry=True,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=READABLE, create=READABLE, edit=OWN, delete=OWN, import_=READABLE).locking(Activity.author),
    ],
)
