"""What a person named in both languages, as a label that speaks the language of whoever reads it."""

from django.utils.functional import lazy
from django.utils.translation import get_language


def _in_their_language(english: str, chinese: str) -> str:
    return (chinese or english) if (get_language() or "").startswith("zh") else (english or chinese)


called = lazy(_in_their_language, str)
