from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows
from concerto.kernel.tags.tag.actions import merge
from concerto.kernel.tags.tag.model import Tag
from concerto.kernel.tags.tag.rules import can_be_listed

tag = Entity(
    Tag,
    id="tag",
    path="tags",
    prefix="TG",
    label=_("Tag"),
    plural=_("Tags"),
    about=_("Words put on records of any kind, to find them again and to do something to all of them."),
    icon="tag",
    title=Tag.name,
    title_zh=Tag.name_zh,
    head=Head(badges=[Tag.hue]),
    columns=[Tag.name, Tag.name_zh, Tag.hue, Tag.nouns, Tag.owner, Tag.merged_into],
    page=[Section(_("Tag"), Tag.name, Tag.name_zh, Tag.hue, Tag.meaning, Tag.nouns, Tag.owner, Tag.merged_into)],
    quiet=[Tag.tags],
    search=[Tag.name, Tag.name_zh],
    owner=Tag.owner,
    checks=[can_be_listed],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL, create=OWN, edit=OWN, delete=OWN),
    ],
    actions=[merge],
)
