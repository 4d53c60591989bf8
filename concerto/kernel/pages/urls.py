"""Every page's address, derived from the registry: no noun lists its own."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entities
from concerto.kernel.pages import start
from concerto.kernel.pages.access.urls import access_urls
from concerto.kernel.pages.bulk.urls import bulk_urls
from concerto.kernel.pages.bulk.urls import urlpatterns as batches
from concerto.kernel.pages.customizing.urls import customize_urls
from concerto.kernel.pages.duplicates.urls import duplicate_urls
from concerto.kernel.pages.exporting import export
from concerto.kernel.pages.files.urls import content_urls, file_urls
from concerto.kernel.pages.home import home
from concerto.kernel.pages.importing.urls import import_urls
from concerto.kernel.pages.importing.urls import urlpatterns as imports
from concerto.kernel.pages.listing import cells, fresh, moving, saving, views
from concerto.kernel.pages.notices.urls import urlpatterns as notices
from concerto.kernel.pages.preferences import preferences
from concerto.kernel.pages.record.urls import record_urls
from concerto.kernel.pages.signing_in.urls import urlpatterns as signing_in


def urlpatterns() -> list[URLPattern]:
    """To be called once all nouns are described."""
    return [
        path("", home),
        path("start", start.start),
        path("start/sample", start.sample),
        *signing_in,
        path("preferences", preferences),
        *imports,
        *content_urls(),
        *notices,
        *access_urls(),
        *batches,
        *(
            pattern
            for entity in entities()
            for pattern in (
                *lists(entity),
                *bulk_urls(entity),
                *import_urls(entity),
                *customize_urls(entity),
                *duplicate_urls(entity),
                *record_urls(entity),
                *file_urls(entity),
            )
        ),
    ]


def lists(entity: Entity) -> Iterator[URLPattern]:
    """The list of a noun, its parts that come later, and its cells."""
    this = {"entity": entity}
    yield path(entity.path, views.without_slash, this)
    yield path(f"{entity.path}/", views.whole_list, this)
    yield path(f"{entity.path}/rows", views.more_rows, this)
    yield path(f"{entity.path}/fresh", fresh.fresh_rows, this)
    yield path(f"{entity.path}/count", views.count_and_totals, this)
    yield path(f"{entity.path}/cards", views.more_cards, this)
    yield path(f"{entity.path}/<int:id>/move", moving.move, this)
    yield path(f"{entity.path}/export", export, this)
    yield path(f"{entity.path}/<int:id>/restore", views.restore, this)
    yield path(f"{entity.path}/views/new", saving.save_as, this)
    yield path(f"{entity.path}/views/default", saving.default, this)
    yield path(f"{entity.path}/views/<int:id>/<str:verb>", saving.do, this)
    yield path(f"{entity.path}/<int:id>/cell/<str:field>", cells.cell, this)
