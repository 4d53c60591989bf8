"""A stage as it is at this moment, held until commit: nobody takes it away or asks for more while a deal comes to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.naming import called
from concerto.kernel.overlay.naming import ids_in
from concerto.sales.stage.model import Kind

# Shared: any number of deals come to one stage at once, and whoever writes the stage waits for them.
_HELD = """
    select pipeline_id, kind, name, name_zh, demands from sales_stage where key = %s and trashed_at is null for share
"""


@dataclass(frozen=True)
class Held:
    """What coming to it takes."""

    pipeline: int
    kind: str
    called: Label
    demands: tuple[str, ...]


def held(key: str) -> Held | None:
    """None where there is no such stage any more."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [key])
        found = cursor.fetchone()
    if found is None:
        return None
    pipeline, kind, name, name_zh, demands = found
    why = ("lost_reason",) if kind == Kind.LOST else ()
    return Held(pipeline, kind, called(name, name_zh), (*why, *(id for id in ids_in(demands) if id not in why)))
