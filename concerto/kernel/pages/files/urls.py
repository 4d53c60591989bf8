"""The addresses of files: of any record's, and of what is in one."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.files.file.model import File
from concerto.kernel.pages.files import content, held, panel


def file_urls(entity: Entity) -> Iterator[URLPattern]:
    """To be included beside the records of `entity`."""
    if not entity.attached:
        yield path(f"{entity.path}/<int:id>/files", panel.files, {"entity": entity})


def content_urls() -> Iterator[URLPattern]:
    one = f"{entity_of(File).path}/<int:id>"
    yield path(f"{one}/content", content.content)
    yield path(f"{one}/show", content.show)
    yield path(f"{one}/picture", content.pixels)
    yield path(f"{one}/versions", held.versions)
