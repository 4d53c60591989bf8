"""What robots can post: the kinds of notices, as choices read when all of them are declared."""

from __future__ import annotations

from collections.abc import Mapping

from concerto.kernel.fields.kind import Label
from concerto.kernel.notices.kinds import kinds


def robot_kinds() -> Mapping[str, Label]:
    return {id: kind.label for id, kind in kinds().items()}
