from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows
from concerto.kernel.views.setting.model import ListSetting

list_setting = Entity(
    ListSetting,
    id="list-setting",
    path="list-settings",
    prefix="LS",
    label=_("List setting"),
    plural=_("List settings"),
    about=_("The views that people's lists open with."),
    icon="adjustments",
    title=ListSetting.noun,
    columns=[ListSetting.noun, ListSetting.person, ListSetting.opens, ListSetting.updated_at],
    page=[Section(_("List setting"), ListSetting.noun, ListSetting.person, ListSetting.opens)],
    owner=ListSetting.person,
    access=[
        rows(ADMINISTRATOR, read=ALL, delete=ALL),
        rows(EVERYONE, read=OWN, delete=OWN),
    ],
)
