from django.utils.translation import gettext_lazy as _

from concerto.customers.relation.model import Relation
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EDITABLE, EVERYONE, READABLE, rows

relation = Entity(
    Relation,
    id="relation",
    path="relations",
    prefix="R",
    label=_("Relation"),
    plural=_("Relations"),
    about=_("Who works where, who is whose partner, who lives together, who referred whom."),
    icon="link",
    title=Relation.part,
    columns=[Relation.customer, Relation.tie, Relation.other, Relation.part],
    page=[Section(_("Relation"), Relation.customer, Relation.tie, Relation.other, Relation.part)],
    follows=Relation.customer,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(
            EVERYONE, read=READABLE, create=EDITABLE, edit=EDITABLE, delete=EDITABLE, export=EDITABLE, import_=EDITABLE
        ),
    ],
)
