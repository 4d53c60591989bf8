from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows
from concerto.kernel.overlay.custom_object.actions import bring_back, retire
from concerto.kernel.overlay.custom_object.model import CustomObject
from concerto.kernel.overlay.custom_object.rules import rightly_named

custom_object = Entity(
    CustomObject,
    id="custom-object",
    path="custom-objects",
    prefix="CO",
    label=_("Custom object"),
    plural=_("Custom objects"),
    about=_("Kinds of records that administrators described, without a line of code."),
    icon="cube",
    title=CustomObject.label,
    title_zh=CustomObject.label_zh,
    head=Head(under=[CustomObject.key], badges=[CustomObject.open_to]),
    columns=[CustomObject.label, CustomObject.key, CustomObject.prefix, CustomObject.open_to, CustomObject.position,
             CustomObject.retired_at],
    page=[
        Section(_("Names"), CustomObject.label, CustomObject.label_zh, CustomObject.plural, CustomObject.plural_zh,
                CustomObject.key, CustomObject.prefix, CustomObject.icon),
        Section(_("Records"), CustomObject.title_label, CustomObject.title_label_zh, CustomObject.about,
                CustomObject.about_zh),
        Section(_("Place and rights"), CustomObject.open_to, CustomObject.position, CustomObject.retired_at),
    ],
    search=[CustomObject.label, CustomObject.label_zh, CustomObject.key],
    checks=[rightly_named],
    actions=[retire, bring_back],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, export=ALL, import_=ALL)],
)  # fmt: skip
