"""The kinds of events that there are, remembered for a moment: every event that comes in names one."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic

from django.db import connection

from concerto.customers.event_kind.model import EventKind
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.naming import called

MOMENT = 2.0  # seconds for which a process may not know a kind that another one added
_remembered: dict[str, tuple[float, Mapping[str, Label]]] = {}


def known() -> Mapping[str, Label]:
    """Key → what it is called, in the order of the names."""
    database = str(connection.settings_dict["NAME"])
    at, kinds = _remembered.get(database, (0.0, {}))
    if not kinds or monotonic() - at > MOMENT:
        rows = (
            EventKind.everything.filter(trashed_at=None)
            .order_by("sort_key", "id")
            .values_list("key", "name", "name_zh")
        )
        kinds = {key: called(name, name_zh) for key, name, name_zh in rows}
        _remembered[database] = (monotonic(), kinds)
    return kinds
