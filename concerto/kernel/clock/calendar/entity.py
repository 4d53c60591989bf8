from django.utils.translation import gettext_lazy as _

from concerto.kernel.clock.calendar.actions import fill
from concerto.kernel.clock.calendar.model import Calendar
from concerto.kernel.clock.calendar.rules import readable
from concerto.kernel.entity.entity import Entity, Head, Match, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

calendar = Entity(
    Calendar,
    id="calendar",
    path="calendars",
    prefix="CAL",
    label=_("Working calendar"),
    plural=_("Working calendars"),
    about=_("Hours and days off. Promises and deadlines are counted on the calendar of the department that made them."),
    icon="calendar",
    title=Calendar.name,
    title_zh=Calendar.name_zh,
    columns=[Calendar.name, Calendar.name_zh, Calendar.department, Calendar.zone, Calendar.country, Calendar.monday],
    page=[
        Section(_("Calendar"), Calendar.name, Calendar.name_zh, Calendar.department, Calendar.zone, Calendar.country),
        Section(_("Hours"), Calendar.monday, Calendar.tuesday, Calendar.wednesday, Calendar.thursday, Calendar.friday,
                Calendar.saturday, Calendar.sunday),
    ],
    head=Head(under=[Calendar.department, Calendar.zone]),
    search=[Calendar.name, Calendar.name_zh],
    match=[Match(Calendar.name)],
    checks=[readable],
    actions=[fill],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
