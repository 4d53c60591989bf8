from django.utils.translation import gettext_lazy as _

from concerto.customers.note.model import Note
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, READABLE, rows

note = Entity(
    Note,
    id="note",
    path="notes",
    prefix="N",
    label=_("Note"),
    plural=_("Notes"),
    about=_("What is worth keeping about a customer. It tells nobody; for talk between colleagues there are comments."),
    icon="note",
    title=Note.body,
    columns=[Note.body, Note.customer, Note.author],
    page=[Section(_("Note"), Note.customer, Note.body, Note.author)],
    search=[Note.body],
    owner=Note.author,
    follows=Note.customer,
    entry=True,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=READABLE, create=READABLE, edit=OWN, delete=OWN).locking(Note.author),
    ],
)
