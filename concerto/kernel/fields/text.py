"""Words: one line, many lines, a mail address, a web address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Json, Kind, Label, Unreadable
from concerto.kernel.fields.operators import ANY_OF, CONTAINS, EMPTY, FILLED, IS, IS_NOT, NONE_OF, STARTS, Operator
from concerto.kernel.text import cleaning

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field

LONGEST_TEXT = 100_000


# what people write where they have nothing to say
NOTHING = ("n/a", "na", "none", "null", "nil", "test", "unknown", "tbd", "xxx", "asdf", "-", "--", "?", "???", ".", "...",
           "无", "没有", "未知", "暂无", "不详", "测试", "待定", "空")  # fmt: skip
SAYING_NOTHING = tuple(
    dict.fromkeys(written for word in NOTHING for written in (word, word.upper(), word.capitalize()))
)
UNDECODED = "\ufffd"  # stands where a character could not be read


class TextKind(Kind):
    id = "text"
    empty = ""
    operators: tuple[Operator, ...] = (IS, IS_NOT, CONTAINS, STARTS, ANY_OF, NONE_OF, EMPTY, FILLED)

    def parse(self, field: Field, raw: Any) -> str:
        if raw is None:
            return ""
        if not isinstance(raw, str):
            raise Unreadable(_("Text is expected here."))
        text = self.clean(raw)
        if len(text) > field.longest:
            raise Unreadable(
                _("At most %(most)s characters fit here; this has %(has)s."), most=field.longest, has=len(text)
            )
        return text

    def clean(self, raw: str) -> str:
        return cleaning.clean_line(raw)

    def write_all(self, field: Field, values: Sequence[Any]) -> list[str]:
        return [value or "" for value in values]

    def where_wrong(self, field: Field) -> Q | None:
        return field.where("in", list(SAYING_NOTHING)) | field.where("contains", UNDECODED)

    def schema(self, field: Field) -> dict[str, Json]:
        schema: dict[str, Json] = {"type": "string", "maxLength": field.longest}
        return {**schema, "minLength": 1} if field.required else schema


class LongTextKind(TextKind):
    id = "long-text"
    sortable = False
    operators = (CONTAINS, EMPTY, FILLED)

    def clean(self, raw: str) -> str:
        return cleaning.clean_text(raw)


class PatternedKind(TextKind):
    """Text of a certain form."""

    form = ""  # as the database's own patterns have it

    def where_wrong(self, field: Field) -> Q | None:
        return ~field.where("regex", self.form) & ~field.where_empty()


class EmailKind(PatternedKind):
    id = "email"
    form = r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$"

    def clean(self, raw: str) -> str:
        return cleaning.email(raw) or ""

    def schema(self, field: Field) -> dict[str, Json]:
        return super().schema(field) | {"format": "email"}


class UrlKind(PatternedKind):
    id = "url"
    form = r"^https?://[^\s/]+"

    def clean(self, raw: str) -> str:
        return cleaning.url(raw) or ""


class PhoneKind(PatternedKind):
    """Kept in the world's form (+8613800138000), shown as people at home write it."""

    id = "phone"
    form = r"^\+[1-9][0-9]{6,14}$"
    operators = (IS, IS_NOT, EMPTY, FILLED)

    def clean(self, raw: str) -> str:
        found = cleaning.phone(raw)
        return found.e164 if found else ""

    def show(self, field: Field, value: Any) -> str:
        return cleaning.show_phone(value) if value else ""


TEXT, LONG_TEXT, EMAIL, URL, PHONE = TextKind(), LongTextKind(), EmailKind(), UrlKind(), PhoneKind()


def text(label: Label, *, required: bool = False, longest: int = 200, **more: Any) -> models.CharField[str, str]:
    """One line of at most `longest` characters; empty is the empty text, never null."""
    column = models.CharField(
        label, max_length=longest, blank=not required, **({} if required else {"default": ""}) | more
    )
    return kept_as(TEXT, column)


def long_text(label: Label, *, required: bool = False, **more: Any) -> models.TextField[str, str]:
    """Many lines, at most LONGEST_TEXT characters."""
    column = models.TextField(label, blank=not required, **({} if required else {"default": ""}) | more)
    return kept_as(LONG_TEXT, column)


def email(label: Label, **more: Any) -> models.CharField[str, str]:
    """A mail address, kept in lower case."""
    return kept_as(EMAIL, models.CharField(label, max_length=254, blank=True, default="", **more))


def url(label: Label, *, required: bool = False, **more: Any) -> models.CharField[str, str]:
    """A web address (http or https only)."""
    column = models.CharField(label, max_length=500, blank=not required, **({} if required else {"default": ""}) | more)
    return kept_as(URL, column)


def phone(label: Label, **more: Any) -> models.CharField[str, str]:
    """One phone number that exists."""
    return kept_as(PHONE, models.CharField(label, max_length=20, blank=True, default="", **more))
