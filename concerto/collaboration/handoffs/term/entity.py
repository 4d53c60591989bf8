from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.term.model import Term
from concerto.collaboration.handoffs.term.rules import names_a_field
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

term = Entity(
    Term,
    id="term",
    path="terms",
    prefix="HT",
    label=_("Term"),
    plural=_("Terms"),
    about=_("What must be provided with a hand-off, what the work must meet, and what is told back at its end."),
    icon="list-check",
    title=Term.name,
    title_zh=Term.name_zh,
    head=Head(under=[Term.type], badges=[Term.part]),
    columns=[Term.name, Term.type, Term.part, Term.field, Term.optional, Term.place],
    page=[Section(_("Term"), Term.type, Term.part, Term.name, Term.name_zh, Term.field, Term.optional, Term.place)],
    quiet=[Term.tags],
    search=[Term.name, Term.name_zh],
    follows=Term.type,
    checks=[names_a_field],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
