"""How calls, meetings, mails, visits and chats are written on a customer's timeline: one tab each."""

from django.utils.translation import gettext_lazy as _

from concerto.customers.activity.entity import activity
from concerto.customers.activity.model import Activity, Sort
from concerto.kernel.pages.panels import compose

compose(
    activity,
    Activity.subject,
    Activity.happened_at,
    Activity.minutes,
    Activity.direction,
    Activity.body,
    by=Activity.sort,
    icons={Sort.CALL: "phone", Sort.MEETING: "users", Sort.MAIL: "mail", Sort.VISIT: "map-pin", Sort.CHAT: "message-2"},
    prompt=_("What was said, and what comes next?"),
)
