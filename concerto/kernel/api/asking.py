"""What a request asks: its parameters and its body, read strictly. What would be ignored is refused instead."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from concerto.kernel.api.refusals import NotJson, TooLarge
from concerto.kernel.query.language import Unclear
from concerto.kernel.text import cleaning

LARGEST_BODY = 4 * 1024 * 1024  # bytes: a record whose long texts are all full, every character escaped
LONGEST_QUESTION = 200  # characters
JSON = re.compile(r"application/([a-z0-9.-]+\+)?json")


def parameters(request: HttpRequest, *known: str) -> dict[str, str]:
    """The query's parameters, "" for those not given. Raises Unclear for an unknown, repeated or garbled one."""
    found = dict.fromkeys(known, "")
    for name, values in request.GET.lists():
        if name not in found:
            raise Unclear(
                _("There is no parameter “%(name)s” here; known are %(known)s.")
                % {"name": name[:60], "known": ", ".join(known)}
            )
        if len(values) > 1:
            raise Unclear(_("The parameter “%(name)s” is given more than once.") % {"name": name})
        if cleaning.has_control(values[0]):
            raise Unclear(_("The parameter “%(name)s” holds a control character.") % {"name": name})
        found[name] = values[0]
    return found


def limit(text: str, usual: int, most: int) -> int:
    """How many items are wanted."""
    if not text:
        return usual
    wanted = int(text[:9]) if text.isascii() and text.isdigit() else 0
    if not 1 <= wanted <= most:
        raise Unclear(_("“limit” is a whole number from 1 to %(most)s.") % {"most": most})
    return wanted


def question(text: str) -> str:
    """The words of a search."""
    if len(text) > LONGEST_QUESTION:
        raise Unclear(_("A search has at most %(most)s characters.") % {"most": LONGEST_QUESTION})
    return text.strip()


def body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent. Raises NotJson, TooLarge or Unclear."""
    if not JSON.fullmatch(request.content_type or ""):
        raise NotJson()
    try:
        given = orjson.loads(raw_body(request))
    except orjson.JSONDecodeError as wrong:
        place = {"line": wrong.lineno, "column": wrong.colno}
        raise Unclear(
            _("The body is not JSON: it cannot be read at line %(line)s, column %(column)s.") % place
        ) from wrong
    if not isinstance(given, dict):
        raise Unclear(_("The body must be a JSON object."))
    refuse_said_twice(request.body)
    return given


def refuse_said_twice(raw: bytes) -> None:
    """Of a name that stands twice in one object readers take the one or the other: nobody here guesses which was meant."""
    try:
        json.loads(raw, object_pairs_hook=_each_once)
    except RecursionError as wrong:
        raise Unclear(_("The body is nested too deeply.")) from wrong


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unclear(_("“%(name)s” stands twice in the same object of the body.") % {"name": twice[:60]})
    return found


def body_if_any(request: HttpRequest) -> dict[str, Any]:
    """The same, where no body at all means an empty object."""
    return body(request) if raw_body(request) else {}


def raw_body(request: HttpRequest) -> bytes:
    try:
        raw = request.body
    except RequestDataTooBig as wrong:
        raise TooLarge(LARGEST_BODY) from wrong
    if len(raw) > LARGEST_BODY:
        raise TooLarge(LARGEST_BODY)
    return raw
