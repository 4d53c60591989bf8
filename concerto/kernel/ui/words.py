"""Sentences that the browser's side says, in the reader's language. The build lists them; the catalogue translates them."""

from __future__ import annotations

from functools import cache

import orjson
from django.utils import translation
from django.utils.translation import gettext

from concerto.kernel.ui.assets import MANIFEST

LIST = MANIFEST.parent / "words.json"
WRITTEN_IN = "en"


def words(language: str) -> dict[str, str]:
    """English sentence → sentence in `language`, for those that differ."""
    return {} if language == WRITTEN_IN else _translated(language)


@cache
def _translated(language: str) -> dict[str, str]:
    sentences: list[str] = orjson.loads(LIST.read_bytes()) if LIST.exists() else []
    with translation.override(language):
        pairs = ((sentence, gettext(sentence)) for sentence in sentences)
        return {sentence: said for sentence, said in pairs if said != sentence}
