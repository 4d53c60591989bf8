from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.tags import BETWEEN
from concerto.kernel.tags.tag.model import Tag


def can_be_listed(tag: Tag) -> Mapping[str, Label]:
    """Names stand in files and filters between commas, beside ids."""
    return {id: problem for id in ("name", "name_zh") if (problem := wrong_with(getattr(tag, id)))}


def wrong_with(name: str) -> Label:
    if BETWEEN.search(name):
        return _("A tag's name cannot have a comma or a semicolon in it.")
    return _("A tag's name cannot be a number.") if name.strip().isdigit() else ""
