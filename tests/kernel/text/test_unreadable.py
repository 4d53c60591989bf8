"""A refusal speaks the language of whoever reads it."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from concerto.kernel.text.unreadable import Unreadable, excerpt


def test_the_sentence_is_made_when_it_is_shown() -> None:
    with translation.override("en"):
        refused = Unreadable(_("Yes"))
        assert str(refused) == "Yes"
    with translation.override("zh-hans"):
        assert str(refused.message) == "是"


def test_places_are_filled() -> None:
    assert str(Unreadable(_("Line %(line)s."), line=7)) == "Line 7."
    assert str(Unreadable("100 %")) == "100 %"


def test_excerpts() -> None:
    assert excerpt("short") == "short"
    assert excerpt("x" * 50) == "x" * 39 + "…"
