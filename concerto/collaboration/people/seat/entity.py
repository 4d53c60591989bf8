from django.utils.translation import gettext_lazy as _

from concerto.collaboration.matters import looked_after
from concerto.collaboration.people.seat.actions import leave_seat
from concerto.collaboration.people.seat.guards import of_the_department, stays_with_its_record
from concerto.collaboration.people.seat.model import Seat
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EDITABLE, EVERYONE, READABLE, rows

seat = Entity(
    Seat,
    id="seat",
    path="seats",
    prefix="SE",
    label=_("Seat"),
    plural=_("Seats"),
    about=_("Who of each department looks after a customer, a deal or any other record."),
    icon="armchair",
    title=Seat.note,
    head=Head(under=[Seat.subject, Seat.person], badges=[Seat.part]),
    columns=[Seat.subject, Seat.department, Seat.person, Seat.part, Seat.note, Seat.since],
    page=[Section(_("Seat"), Seat.subject, Seat.department, Seat.person, Seat.part, Seat.note, Seat.since)],
    quiet=[Seat.tags],
    search=[Seat.note],
    attached=Seat.subject,
    attaches=looked_after,
    opens_on="/seats/gaps",
    actions=[leave_seat],
    guards=[stays_with_its_record, of_the_department],
    access=[
        rows(ADMINISTRATOR, read=READABLE, create=EDITABLE, edit=EDITABLE, delete=EDITABLE, export=READABLE),
        rows(EVERYONE, read=READABLE, create=EDITABLE, edit=EDITABLE, delete=EDITABLE),
    ],
)
