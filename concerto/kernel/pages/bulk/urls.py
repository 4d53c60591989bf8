"""Addresses of mass changes: asking and beginning belong to a noun, the rest to the batch."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.bulk import asking, batch, beginning


def bulk_urls(entity: Entity) -> Iterator[URLPattern]:
    this = {"entity": entity}
    yield path(f"{entity.path}/bulk/export", beginning.export, this)
    yield path(f"{entity.path}/bulk/<str:verb>", asking.ask, this)
    yield path(f"{entity.path}/bulk/<str:verb>/begin", beginning.carry_out, this)


urlpatterns = [
    path("batches/<int:id>", batch.show),
    path("batches/<int:id>/progress", batch.part),
    path("batches/<int:id>/left", batch.left),
    *(path(f"batches/<int:id>/{verb}", batch.do, {"verb": verb}) for verb in ("pause", "resume", "cancel", "undo")),
]
