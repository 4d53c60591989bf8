"""Why there is no answer from outside: each a sentence for people, in their language."""

from __future__ import annotations

from concerto.kernel.fields.kind import Label


class NoAnswer(Exception):
    """The other side could not be reached, was too slow, or answered what cannot be taken."""

    def __init__(self, message: Label) -> None:
        super().__init__(message)
        self.message = message


class Blocked(NoAnswer):
    """We do not go there, or not with this; nothing was sent."""
