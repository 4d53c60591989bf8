from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, SHARED, rows
from concerto.kernel.views.view.actions import make_default, reorder, share
from concerto.kernel.views.view.model import View
from concerto.kernel.views.view.rules import problems

view = Entity(
    View,
    id="view",
    path="views",
    prefix="V",
    label=_("View"),
    plural=_("Views"),
    about=_("Lists as people arranged them: filter, order, columns, under a name."),
    icon="layout-list",
    title=View.name,
    columns=[View.name, View.noun, View.owner, View.shared_with, View.layout, View.updated_at],
    page=[
        Section(_("View"), View.name, View.noun, View.owner, View.shared_with, View.place),
        Section(_("What it shows"), View.filter, View.sort, View.columns, View.layout, View.by),
    ],
    owner=View.owner,
    shared=View.shared_with,
    checks=[problems],
    actions=[share, reorder, make_default],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=SHARED, create=OWN, edit=OWN, delete=OWN).locking(View.owner, View.shared_with, View.place),
    ],
)
