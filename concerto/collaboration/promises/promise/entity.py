from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.matters import handed_over
from concerto.collaboration.promises.promise.actions import break_, keep, release, reopen
from concerto.collaboration.promises.promise.guards import closed_stays, owner_sees_it, stands_on_a_matter
from concerto.collaboration.promises.promise.model import Promise
from concerto.company.roles import EXECUTIVE
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, OWN, READABLE, rows

promise = Entity(
    Promise,
    id="promise",
    path="promises",
    prefix="PM",
    label=_("Promise"),
    plural=_("Promises to customers"),
    about=_("What was promised to customers, who keeps it, and until when."),
    icon="progress-check",
    title=Promise.what,
    head=Head(under=[Promise.subject, Promise.due], badges=[Promise.state]),
    columns=[
        Promise.what,
        Promise.subject,
        Promise.due,
        Promise.state,
        Promise.owner,
        Promise.maker,
        Promise.closed_at,
    ],
    page=[
        Section(_("Promise"), Promise.what, Promise.due, Promise.owner, Promise.subject),
        Section(pgettext("promise", "Where it comes from"), Promise.maker, Promise.origin),
        Section(pgettext("promise", "What became of it"), Promise.state, Promise.closed_at, Promise.reason),
    ],
    derived=[Promise.state, Promise.closed_at, Promise.reason],
    search=[Promise.what],
    owner=Promise.owner,
    opens_on="/promises/ledger",
    attached=Promise.subject,
    attaches=handed_over,
    guards=[stands_on_a_matter, owner_sees_it, closed_stays],
    actions=[keep, break_, release, reopen],
    access=[
        rows(ADMINISTRATOR, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE, export=READABLE),
        rows(EXECUTIVE, read=READABLE, create=READABLE, edit=OWN, export=READABLE),
        rows(EVERYONE, read=READABLE, create=READABLE, edit=OWN),
    ],
)
