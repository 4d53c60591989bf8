"""Setting alarms and calling them off, in the transaction of the write that they follow from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from concerto.kernel.alarms.model import Alarm


def set_alarm(kind: str, key: str, due_at: datetime, **facts: Any) -> None:
    """Let an alarm ring at a moment; the same key again moves it, and one that has rung rings again only if moved.

    `facts` are what ringing needs, as JSON: ids rather than words.
    """
    waiting, _made = Alarm.objects.select_for_update().get_or_create(
        kind=kind, key=key, defaults={"due_at": due_at, "next_try_at": due_at, "facts": facts}
    )
    if waiting.due_at != due_at:
        waiting.due_at = waiting.next_try_at = due_at
        waiting.rung_at, waiting.tries, waiting.trouble = None, 0, ""
    waiting.facts = facts
    waiting.save()


def call_off(kind: str, key: str) -> None:
    """Let an alarm not ring. One that has rung stays rung."""
    Alarm.objects.filter(kind=kind, key=key, rung_at=None).delete()
