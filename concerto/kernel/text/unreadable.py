"""What is raised where a value or a file cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise, lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Sentence
else:
    Sentence = str | Promise  # words, or words still to be translated

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


def sentence(message: Sentence, **facts: object) -> Sentence:
    """A lazily translated sentence with its places filled."""
    return _filled(message, facts) if facts else message


def excerpt(text: str, longest: int = 40) -> str:
    """The beginning of what was given, short enough to stand in a sentence."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _fill(message: Sentence, facts: dict[str, object]) -> str:
    return str(message) % facts


_filled = lazy(_fill, str)
