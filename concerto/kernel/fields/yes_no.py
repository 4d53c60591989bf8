"""Yes or no. For state that matters keep a moment instead: it also says since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Json, Kind, Label, Unreadable
from concerto.kernel.fields.operators import IS
from concerto.kernel.text import cleaning

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field


class YesNoKind(Kind):
    id = "yes-no"
    empty = False
    operators = (IS,)
    steps = ("",)

    def parse(self, field: Field, raw: Any) -> bool:
        if isinstance(raw, bool):
            return raw
        if raw is None or isinstance(raw, str):
            return bool(cleaning.parse_bool(raw or ""))
        raise Unreadable(_("Yes or no is expected here."))

    def show(self, field: Field, value: Any) -> str:
        return say("Yes") if value else say("No")

    def write(self, field: Field, value: Any) -> str:
        return "yes" if value else "no"

    def is_empty(self, value: Any) -> bool:
        return value is None

    def schema(self, field: Field) -> dict[str, Json]:
        return {"type": "boolean"}


YES_NO = YesNoKind()


def yes_no(label: Label, **more: Any) -> models.BooleanField[bool, bool]:
    """Yes or no; no unless said."""
    return kept_as(YES_NO, models.BooleanField(label, default=False, **more))
