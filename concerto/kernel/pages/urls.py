"""Every page's address, derived from the registry: no noun lists its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.urls.resolvers import RegexPattern

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import declared
from concerto.kernel.entity.shapes import current
from concerto.kernel.pages import start
from concerto.kernel.pages.access.urls import access_urls
from concerto.kernel.pages.bulk.urls import bulk_urls
from concerto.kernel.pages.bulk.urls import urlpatterns as batches
from concerto.kernel.pages.commands import commands
from concerto.kernel.pages.customizing.urls import customize_urls
from concerto.kernel.pages.duplicates.urls import duplicate_urls
from concerto.kernel.pages.exporting.urls import export_urls
from concerto.kernel.pages.exporting.urls import urlpatterns as exports
from concerto.kernel.pages.files.urls import content_urls, file_urls
from concerto.kernel.pages.home import home
from concerto.kernel.pages.importing.urls import import_urls
from concerto.kernel.pages.importing.urls import urlpatterns as imports
from concerto.kernel.pages.listing import cells, filters, fresh, moving, saving, views
from concerto.kernel.pages.notices.urls import urlpatterns as notices
from concerto.kernel.pages.own_settings import own_settings
from concerto.kernel.pages.preferences import preferences
from concerto.kernel.pages.record.urls import record_urls
from concerto.kernel.pages.signing_in.urls import urlpatterns as signing_in


def urlpatterns() -> list[URLPattern | URLResolver]:
    """To be called once all nouns are described."""
    return [*by_first_word(every_page()), re_path(r"^(?P<address>x-.+)$", described)]


def by_first_word(patterns: Iterable[URLPattern]) -> list[URLPattern | URLResolver]:
    """Addresses that begin with the same word behind one pattern: a request is held against a few dozen, not a thousand."""
    whole: list[URLPattern | URLResolver] = []
    within: dict[str, list[URLPattern]] = defaultdict(list)
    for pattern in patterns:
        word, slash, rest = str(pattern.pattern).partition("/")
        if slash:
            within[word].append(path(rest, pattern.callback, pattern.default_args, pattern.name))
        else:
            whole.append(pattern)
    return [*whole, *(path(f"{word}/", include(below)) for word, below in within.items())]


def every_page() -> list[URLPattern]:
    return [
        path("", home),
        path("start", start.start),
        path("start/sample", start.sample),
        *signing_in,
        path("preferences", preferences),
        path("commands", commands),
        path("me/settings", own_settings),
        *imports,
        *exports,
        *content_urls(),
        *notices,
        *access_urls(),
        *batches,
        *(pattern for entity in declared() for pattern in of_noun(entity)),
    ]


def of_noun(entity: Entity) -> list[URLPattern]:
    """Every page that one noun has."""
    return [
        *lists(entity),
        *bulk_urls(entity),
        *import_urls(entity),
        *export_urls(entity),
        *customize_urls(entity),
        *duplicate_urls(entity),
        *record_urls(entity),
        *file_urls(entity),
    ]


def described(request: HttpRequest, address: str) -> HttpResponseBase:
    """The pages of nouns that administrators described, which come and go while the process runs."""
    entity = current().described.get(address.partition("/")[0])  # their ids all begin with x-
    if entity is None:
        raise Http404()
    request.resolver_match = match = resolver_of(entity).resolve(address)
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer


@lru_cache(maxsize=256)
def resolver_of(entity: Entity) -> URLResolver:
    return URLResolver(RegexPattern(""), of_noun(entity))


def lists(entity: Entity) -> Iterator[URLPattern]:
    """The list of a noun, its parts that come later, and its cells."""
    this = {"entity": entity}
    yield path(entity.path, views.without_slash, this)
    yield path(f"{entity.path}/", views.whole_list, this)
    yield path(f"{entity.path}/rows", views.more_rows, this)
    yield path(f"{entity.path}/fresh", fresh.fresh_rows, this)
    yield path(f"{entity.path}/count", views.count_and_totals, this)
    yield path(f"{entity.path}/asked", filters.asked_of, this)
    yield path(f"{entity.path}/cards", views.more_cards, this)
    yield path(f"{entity.path}/<int:id>/move", moving.move, this)
    yield path(f"{entity.path}/<int:id>/restore", views.restore, this)
    yield path(f"{entity.path}/views/new", saving.save_as, this)
    yield path(f"{entity.path}/views/default", saving.default, this)
    yield path(f"{entity.path}/views/<int:id>/<str:verb>", saving.do, this)
    yield path(f"{entity.path}/<int:id>/cell/<str:field>", cells.cell, this)
