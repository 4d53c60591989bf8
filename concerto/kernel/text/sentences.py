"""Sentences that are said in the language of whoever reads them, at once or long after they were made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, gettext, ngettext, npgettext, override, pgettext

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Sentence
else:
    Sentence = str | Promise  # words, or words still to be translated

__all__ = ["Kept", "Sentence", "kept", "said", "sentence"]

Kept: TypeAlias = "str | Mapping[str, Any]"

_WAYS: Mapping[str, Callable[..., str]] = {
    "text": gettext, "in context": pgettext, "number": ngettext, "number in context": npgettext
}  # fmt: skip
_CALLED = {way: name for name, way in _WAYS.items()}


def sentence(message: Sentence, **facts: object) -> Sentence:
    """A lazily translated sentence with its places filled."""
    return _filled(message, facts) if facts else message


def kept(sentence: Sentence) -> Kept:
    """What a sentence is made of, as JSON: the id of its words, and what fills their places.

    What is no message of ours, as a label that somebody wrote in two languages, is kept as each language has it.
    """
    if not isinstance(sentence, Promise):
        return str(sentence)
    _maker, (way, given, named, *_types) = sentence.__reduce__()  # type: ignore[misc]  # so Django pickles lazy texts
    if way is _fill:
        message, facts = given
        return {"message": kept(message), "facts": {name: _kept_fact(fact) for name, fact in facts.items()}}
    if way in _CALLED:
        return {"say": _CALLED[way], "of": [*given, *named.values()]}
    return {"in": _in_each_language(sentence)}


def said(made: Kept) -> str:
    """The sentence in the active language."""
    if isinstance(made, str):
        return made
    if "message" in made:
        facts = {name: said(fact) if isinstance(fact, Mapping) else fact for name, fact in made["facts"].items()}
        return said(made["message"]) % facts
    if "say" in made:
        return _WAYS[made["say"]](*made["of"])
    words: Mapping[str, str] = made["in"]
    return words.get(get_language() or "", "") or next(iter(words.values()))


def _kept_fact(fact: object) -> Any:
    if isinstance(fact, Promise):
        return kept(cast("Sentence", fact))
    return fact if isinstance(fact, int) else str(fact)


def _in_each_language(sentence: Sentence) -> dict[str, str]:
    from django.conf import settings

    words = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words[language] = str(sentence)
    return words


def _fill(message: Sentence, facts: dict[str, object]) -> str:
    return str(message) % facts


_filled = lazy(_fill, str)
