"""Every address of the house, from the URL resolver and from the OpenAPI document: a new one joins by existing.

A parameter that is not known here fails the crawl, so that nobody adds an address which no test asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from concerto.kernel.entity.registry import find

_PARAMETER = re.compile(r"<\w+:(\w+)>|{(\w+)}")
ANSWERED_BY_THE_API = "api/v1/<path:address>"  # its addresses stand in the OpenAPI document


@dataclass(frozen=True)
class Template:
    """An address with places to fill, and the methods it is known to take; pages take both and say so themselves."""

    route: str
    methods: tuple[str, ...] = ("GET", "POST")

    @property
    def noun(self) -> str:
        """The id of the noun whose address this is; "" where it is none's."""
        path = self.route.removeprefix("api/v1/").split("/")[0]
        entity = find(path)
        return entity.id if entity and entity.path == path else ""

    @property
    def parameters(self) -> list[str]:
        return [page or api for page, api in _PARAMETER.findall(self.route)]

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/")

    def filled(self, **values: Any) -> str:
        """The address; a parameter without a value raises KeyError."""
        return "/" + _PARAMETER.sub(lambda found: str(values[found[1] or found[2]]), self.route)


@cache
def templates() -> Sequence[Template]:
    """All of them: pages first, then the API's."""
    return (*paged(), *_api())


@cache
def paged() -> Sequence[Template]:
    """Those of the pages, which need no database to be known."""
    return (*_pages(get_resolver().url_patterns),)


def _pages(patterns: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[Template]:
    for each in patterns:
        if not isinstance(each.pattern, RoutePattern):
            continue  # the API's answer to everything that is nowhere
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _pages(each.url_patterns, route)
        elif route != ANSWERED_BY_THE_API:
            yield Template(route)


def _api() -> Iterator[Template]:
    document = Client().get("/api/v1/openapi.json").json()
    for address, operations in document["paths"].items():
        yield Template(address.removeprefix("/"), tuple(method.upper() for method in operations))
