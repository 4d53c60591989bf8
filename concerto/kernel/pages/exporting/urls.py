"""Addresses of exports: asking for one belongs to a noun, the rest to the export."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.exporting import large, sending


def export_urls(entity: Entity) -> Iterator[URLPattern]:
    yield path(f"{entity.path}/export", sending.export, {"entity": entity})


urlpatterns = [
    path("exports/<int:id>/file", large.show),
    path("exports/<int:id>/progress", large.progress),
    path("exports/<int:id>/download", large.download),
    path("exports/<int:id>/cancel", large.give_up),
]
