"""What makes an object one that can be kept, told from its description alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label
from concerto.kernel.overlay.custom_object.model import CustomObject

_KEY = re.compile(r"x(-[a-z0-9]+)+")
_PREFIX = re.compile(r"X[A-Z]{1,3}")


def rightly_named(row: CustomObject) -> Mapping[str, Label]:
    """Field id → what is wrong with it."""
    return dict(_problems(row))


def _problems(row: CustomObject) -> Iterator[tuple[str, Label]]:
    if not _KEY.fullmatch(row.key):
        yield "key", _("An id is x- and small letters, digits and single -, like x-machine.")
    if not _PREFIX.fullmatch(row.prefix):
        yield "prefix", _("Codes begin with X and one to three capital letters, like XM.")
