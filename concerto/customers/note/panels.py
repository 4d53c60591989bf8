"""How a note is written on a customer's timeline."""

from django.utils.translation import gettext_lazy as _

from concerto.customers.note.entity import note
from concerto.customers.note.model import Note
from concerto.kernel.pages.panels import compose

compose(note, Note.body, prompt=_("Worth keeping about this customer; nobody is told"))
