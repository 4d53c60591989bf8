"""The Jinja environment of every page: strict about names, escaped, in the reader's language."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.hue import Hue
from concerto.kernel.overlay.choices import Choice
from concerto.kernel.overlay.custom_field import choice_list
from concerto.kernel.ui import addresses, controls, drawing, looks, marks
from concerto.kernel.ui.assets import asset, styles
from concerto.kernel.ui.frame import frame_of
from concerto.kernel.ui.json_block import json_block
from concerto.kernel.ui.linking import linked

GLOBALS: dict[str, Any] = {
    "asset": asset,
    "styles": styles,
    "drawing": drawing,
    "frame_of": frame_of,
    "json_block": json_block,
    "linked": linked,
    "entity_of": entity_of,
    "list_address": addresses.list_address,
    "opening_address": addresses.opening_address,
    "record_address": addresses.record_address,
    "making_address": addresses.making_address,
    "cell_address": addresses.cell_address,
    "customize_address": addresses.customize_address,
    "initials": marks.initials,
    "hue_of": marks.hue_of,
    "look_of": looks.look_of,
    "moment_in_words": looks.moment_in_words,
    "time_of_day": looks.time_of_day,
    "day_in_words": looks.day_in_words,
    "weekday_in_words": looks.weekday_in_words,
    "within_sentence": looks.within_sentence,
    "input_type": controls.input_type,
    "attributes_of": controls.attributes_of,
    "written": controls.written,
    "number": looks.number,
    "rows_of": choice_list.rows_of,
    "state_of": choice_list.state_of,
    "blank_rows": [Choice("")] * choice_list.BLANK,
    "hues": Hue.choices,
}


def one_proof(request: HttpRequest) -> dict[str, Any]:
    """What forms of a page carry against forged ones. A page has a dozen forms: the proof is made once for all of them."""
    token = SimpleLazyObject(partial(get_token, request))
    field = SimpleLazyObject(
        lambda: Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token)
    )
    return {"csrf_token": token, "csrf_input": field}


def say(sentence: str, **given: Any) -> Markup:
    """A sentence in the reader's language. What is given stands in it escaped; "%%" is a percent sign."""
    return _said(get_language() or "en", sentence) % given if given else _said_plainly(get_language() or "en", sentence)


@lru_cache(maxsize=8192)
def _said(_language: str, sentence: str) -> Markup:
    return Markup(gettext(sentence))  # noqa: S704 (the catalogue is ours)


@lru_cache(maxsize=8192)
def _said_plainly(language: str, sentence: str) -> Markup:
    return _said(language, sentence) % {}


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 engine calls once."""
    options |= {"undefined": StrictUndefined, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)  # noqa: S701 (it is among the options)
    made.install_gettext_callables(say, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    made.globals |= GLOBALS | {"_": say, "gettext": say}  # as they are: a page says two hundred sentences
    return made
