"""What makes a field one that can be kept: told from its description alone, and from the fields that stand beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.registry import find
from concerto.kernel.fields.choice import refuse_closed
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.overlay.building import field_of
from concerto.kernel.overlay.choices import choices_in
from concerto.kernel.overlay.computing import refuse_unfit
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.formula.reading import read
from concerto.kernel.overlay.kinds import COMPUTED, KindOfField

_KEY = re.compile(r"x(_[a-z0-9]+)+")
WITH_CHOICES = (KindOfField.CHOICE, KindOfField.CHOICES)
NUMBERS = (KindOfField.WHOLE, KindOfField.NUMBER, KindOfField.MONEY)
WORDS = (KindOfField.TEXT, KindOfField.LONG_TEXT, KindOfField.EMAIL, KindOfField.PHONE, KindOfField.URL)
UNSORTABLE = (KindOfField.LONG_TEXT,)


def rightly_described(field: CustomField) -> Mapping[str, Label]:
    """Field id → what is wrong with it."""
    return dict(_problems(field)) or dict(_default(field))


def _problems(field: CustomField) -> Iterator[tuple[str, Label]]:
    if not _KEY.fullmatch(field.key):
        yield "key", _("An id is x_ and small letters, digits and single _, like x_birthday.")
    if field.kind in WITH_CHOICES:
        yield from _choices(field)
    if field.kind == KindOfField.LINK and not find(field.target):
        yield "target", _("Say what the link leads to.")
    if field.kind in NUMBERS and field.least is not None and field.most is not None and field.least > field.most:
        yield "least", _("The least is more than the most.")
    if field.kind in COMPUTED and field.required:
        yield "required", _("This is computed, so nobody can be asked for it.")
    yield from _use(field)


def _use(field: CustomField) -> Iterator[tuple[str, Label]]:
    if field.searched and field.kind not in WORDS:
        yield "searched", _("Search looks into words only.")
    if field.searched and (field.hidden_from or field.masked_for):
        yield "searched", _("What search finds cannot be hidden from anybody.")
    if field.indexed and field.kind in UNSORTABLE:
        yield "indexed", _("Long texts are not sorted by.")


def _choices(field: CustomField) -> Iterator[tuple[str, Label]]:
    try:
        if all(choice.closed for choice in choices_in(field.choices).values()):
            yield "choices", _("Name at least one choice.")
    except Unreadable as unreadable:
        yield "choices", unreadable.message


def _default(field: CustomField) -> Iterator[tuple[str, Label]]:
    if not field.default:
        return
    if field.kind in (*COMPUTED, KindOfField.LINK):
        yield "default", _("A field of this kind has no default.")
        return
    described = field_of(field)
    try:
        refuse_closed(described, described.kind.parse(described, field.default), None)
    except Unreadable as unreadable:
        yield "default", unreadable.message


def right_formula(field: CustomField) -> Mapping[str, Label]:
    """Whether the formula can be read, speaks of fields that are there, and gives what it should."""
    entity = find(field.noun)
    if field.kind != KindOfField.FORMULA or entity is None:
        return {}
    try:
        refuse_unfit(entity, field.key, read(field.formula), field.result)
    except Unreadable as unreadable:
        return {"formula": unreadable.message}
    return {}
