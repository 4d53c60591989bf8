"""What is raised where a value or a file cannot be read."""

from __future__ import annotations

from concerto.kernel.text.sentences import Sentence, sentence

__all__ = ["Sentence", "Unreadable", "excerpt", "sentence"]


class Unreadable(ValueError):
    """Something given cannot be read; `message` is one sentence for the person who gave it.

    `message` is translated when it is shown, not when it is raised: a job may read a file for a person of another
    language. `facts` fill its `%(name)s` places.
    """

    def __init__(self, message: Sentence, **facts: object) -> None:
        super().__init__(message)
        self.message: Sentence = sentence(message, **facts)

    def __str__(self) -> str:
        return str(self.message)


def excerpt(text: str, longest: int = 40) -> str:
    """The beginning of what was given, short enough to stand in a sentence."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
