"""Where things are: the addresses of lists and records, and which of the addresses given to us are our own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.http import url_has_allowed_host_and_scheme

from concerto.kernel.entity.entity import Entity

HOME = "/"
SIGN_IN = "/sign-in"
START = "/start"
SETTINGS = "/me/settings"
NOTICES = "/notices"
COMMANDS = "/commands"


def list_address(entity: Entity, **asked: Any) -> str:
    """The list of a noun; what is asked of it (filter, sort, q) follows, without what is empty."""
    return with_query(f"/{entity.path}/", **asked)


def opening_address(entity: Entity) -> str:
    """Where one first looks for records of a noun: its own page for that, or the list."""
    return entity.opens_on or list_address(entity)


def record_address(entity: Entity, id: int) -> str:
    return f"/{entity.path}/{id}"


def new_address(entity: Entity) -> str:
    return f"/{entity.path}/new"


def making_address(entity: Entity) -> str:
    """Where people make a record: the noun's own page for it, or the form."""
    return entity.made_on or new_address(entity)


def customize_address(entity: Entity) -> str:
    return f"/{entity.path}/customize"


def cell_address(entity: Entity, id: int, field: str) -> str:
    """One value in a list: shown, its editor with `?edit=1`, saved by POST."""
    return f"/{entity.path}/{id}/cell/{field}"


def with_query(address: str, **asked: Any) -> str:
    """An address with those questions that are not empty."""
    given = {name: value for name, value in asked.items() if value not in ("", None, False)}
    return f"{address}?{urlencode(given)}" if given else address


def with_answers(address: str, given: Mapping[str, str]) -> str:
    """An address with everything given, also what is empty: an empty answer is another one than none."""
    return f"{address}?{urlencode(given)}" if given else address


def own(address: str) -> str:
    """`address` if it leads to a page of ours, else the first page: nobody is sent elsewhere by a link to us."""
    inside = address.startswith("/") and address.isprintable() and url_has_allowed_host_and_scheme(address, None)
    return address if inside else HOME
