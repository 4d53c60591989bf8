"""The addresses of duplicates: of a noun as a whole, and of two of its records."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.duplicates import trying, views


def duplicate_urls(entity: Entity) -> Iterator[URLPattern]:
    """To be included beside the records of `entity`."""
    this = {"entity": entity}
    yield path(f"{entity.path}/<int:id>/merge", views.merging, this)
    if entity.alike:
        yield path(f"{entity.path}/duplicates", views.duplicates, this)
        yield path(f"{entity.path}/duplicates/progress", views.progress, this)
        yield path(f"{entity.path}/duplicates/search", views.search, this)
        yield path(f"{entity.path}/duplicates/accept", views.accept, this)
        yield path(f"{entity.path}/duplicates/try", trying.trying, this)
        yield path(f"{entity.path}/<int:id>/apart", views.apart, this)
