from django.utils.translation import gettext_lazy as _

from concerto.collaboration.matters import stands_for_itself
from concerto.collaboration.spaces.linked.guards import linked_by_who_works_there
from concerto.collaboration.spaces.linked.model import LinkedRecord
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, READABLE, rows

linked_record = Entity(
    LinkedRecord,
    id="linked-record",
    path="linked-records",
    prefix="LR",
    label=_("Linked record"),
    plural=_("Linked records"),
    about=_("Which records a space works on, and which a meeting is about."),
    icon="link",
    title=LinkedRecord.note,
    columns=[LinkedRecord.subject, LinkedRecord.note, LinkedRecord.space, LinkedRecord.meeting],
    page=[Section(_("Linked record"), LinkedRecord.subject, LinkedRecord.note, LinkedRecord.space, LinkedRecord.meeting)],
    attached=LinkedRecord.subject,
    attaches=stands_for_itself,
    aside=True,
    guards=[linked_by_who_works_there],
    access=[
        rows(ADMINISTRATOR, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE),
    ],
)  # fmt: skip
