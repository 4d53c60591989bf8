"""From a row that an administrator keeps to a noun like any other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.roles import known
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, Rule, rows
from concerto.kernel.overlay.custom_object.model import CustomObject, OpenTo
from concerto.kernel.overlay.custom_record.model import CustomRecord, model_of
from concerto.kernel.overlay.kinds import in_language

SAID = ("key", "prefix", "label", "label_zh", "plural", "plural_zh", "about", "about_zh", "icon", "title_label", "title_label_zh", "open_to")  # fmt: skip


def noun_of(row: CustomObject) -> Entity:
    """The noun that a row describes; the same one for as long as the row says the same."""
    return _noun(row.retired_at is not None, **{name: getattr(row, name) for name in SAID})


@lru_cache(maxsize=1024)
def _noun(
    retired: bool, *, key: str, prefix: str, label: str, label_zh: str, plural: str, plural_zh: str, about: str,
    about_zh: str, icon: str, title_label: str, title_label_zh: str, open_to: str,
) -> Entity:  # fmt: skip
    title = in_language(title_label, title_label_zh)
    return Entity(
        model_of(key),
        id=key,
        path=key,
        prefix=prefix,
        label=in_language(label, label_zh),
        plural=in_language(plural, plural_zh or label_zh),
        about=in_language(about, about_zh),
        icon=icon,
        title=CustomRecord.name,
        called={CustomRecord.name: title} if title else None,
        columns=[CustomRecord.name, CustomRecord.owner, CustomRecord.updated_at],
        page=[Section(_("Facts"), CustomRecord.name, CustomRecord.owner, CustomRecord.department)],
        search=[CustomRecord.name],
        owner=CustomRecord.owner,
        department=CustomRecord.department,
        access=[] if retired else list(access(open_to)),
        declared=False,
    )


def access(open_to: str) -> Iterator[Rule]:
    """The table that the rights of roles begin with. Each role has a line of its own, so that each can be given less."""
    yield rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL)
    for role in known() if open_to != OpenTo.NOBODY else ():
        if role not in (ADMINISTRATOR, EVERYONE):
            yield rows(role, read=ALL, create=ALL, edit=ALL) if open_to == OpenTo.WRITE else rows(role, read=ALL)
