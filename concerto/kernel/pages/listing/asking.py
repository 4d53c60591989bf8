"""The address is the view: what a list was asked for, read from its address, and addresses that ask for more or for less."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity
from concerto.kernel.query.language import Unclear
from concerto.kernel.query.listing import Asked
from concerto.kernel.ui.addresses import list_address

ROWS = 40  # at first and each time; fills a tall screen
TRASHED = "1"


def asked_in(query: QueryDict) -> Asked:
    """What an address asks for. Raises Unclear for characters that no text can hold."""
    filter, sort, q, cursor = (query.get(name, "").strip() for name in ("filter", "sort", "q", "cursor"))
    if any("\x00" in text for text in (filter, sort, q, cursor)):
        raise Unclear(_("There is a character here that no text can hold."))
    return Asked(filter=filter, sort=sort, q=q, cursor=cursor, limit=ROWS, trashed=query.get("trashed") == TRASHED)


def parameters(asked: Asked) -> dict[str, str]:
    """What stands in the address of a list, without its place."""
    trashed = TRASHED if asked.trashed else ""
    return {"q": asked.q, "filter": asked.filter, "sort": asked.sort, "trashed": trashed}


def address(entity: Entity, asked: Asked, **changes: Any) -> str:
    """The list with some of what is asked changed, from its first row on."""
    return list_address(entity, **parameters(replace(asked, **changes)))
