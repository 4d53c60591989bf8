from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.customers.event_kind.model import EventKind
from concerto.kernel.fields.kind import Label

KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def key_can_be_written(kind: EventKind) -> Mapping[str, Label]:
    """Keys stand in addresses, programs and filters."""
    return (
        {}
        if KEY.fullmatch(kind.key)
        else {"key": _("A key has small letters, digits and single hyphens, as product-view.")}
    )
