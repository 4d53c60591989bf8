"""Verbs whose lines tell open pages that something is different, and stand on no timeline: a thumb up is no event of a customer."""

from __future__ import annotations

_quiet: set[str] = set()


def keep_quiet(*verbs: str) -> None:
    _quiet.update(verbs)


def is_quiet(verb: str) -> bool:
    return verb in _quiet
