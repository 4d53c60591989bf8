"""Every page's address, derived from the registry: no noun lists its own."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entities
from concerto.kernel.pages import start
from concerto.kernel.pages.access.urls import access_urls
from concerto.kernel.pages.exporting import export
from concerto.kernel.pages.home import home
from concerto.kernel.pages.importing.urls import import_urls
from concerto.kernel.pages.importing.urls import urlpatterns as imports
from concerto.kernel.pages.listing import cells, moving, views
from concerto.kernel.pages.preferences import preferences
from concerto.kernel.pages.record.urls import record_urls
from concerto.kernel.pages.signing_in import sign_in_page, sign_out_page


def urlpatterns() -> list[URLPattern]:
    """To be called once all nouns are described."""
    return [
        path("", home),
        path("start", start.start),
        path("start/sample", start.sample),
        path("sign-in", sign_in_page),
        path("sign-out", sign_out_page),
        path("preferences", preferences),
        *imports,
        *access_urls(),
        *(pattern for entity in entities() for pattern in (*lists(entity), *import_urls(entity), *record_urls(entity))),
    ]


def lists(entity: Entity) -> Iterator[URLPattern]:
    """The list of a noun, its parts that come later, and its cells."""
    this = {"entity": entity}
    yield path(entity.path, views.without_slash, this)
    yield path(f"{entity.path}/", views.whole_list, this)
    yield path(f"{entity.path}/rows", views.more_rows, this)
    yield path(f"{entity.path}/count", views.count_and_totals, this)
    yield path(f"{entity.path}/cards", views.more_cards, this)
    yield path(f"{entity.path}/<int:id>/move", moving.move, this)
    yield path(f"{entity.path}/export", export, this)
    yield path(f"{entity.path}/<int:id>/restore", views.restore, this)
    yield path(f"{entity.path}/<int:id>/cell/<str:field>", cells.cell, this)
