"""Addresses of imports: choosing a file belongs to a noun, the rest to the import."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.importing import columns, views


def import_urls(entity: Entity) -> Iterator[URLPattern]:
    yield path(f"{entity.path}/import", views.choose, {"entity": entity})


urlpatterns = [
    path("imports/<int:id>/columns", columns.columns),
    path("imports/<int:id>/reading", columns.reading),
    path("imports/<int:id>/profile", columns.profile),
    path("imports/<int:id>/outcome", columns.outcome),
    path("imports/<int:id>/report", views.report),
    path("imports/<int:id>/progress", views.progress),
    path("imports/<int:id>/rejected", views.rejected),
    *(
        path(f"imports/<int:id>/{verb}", views.do, {"verb": verb})
        for verb in ("pause", "resume", "cancel", "take-back", "sign-off")
    ),
]
