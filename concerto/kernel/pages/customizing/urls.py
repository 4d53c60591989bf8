"""The addresses under which a noun is customised."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.customizing import views


def customize_urls(entity: Entity) -> Iterator[URLPattern]:
    this = {"entity": entity}
    yield path(f"{entity.path}/customize", views.customize, this)
    yield path(f"{entity.path}/customize/reset", views.as_described, this)
    yield path(f"{entity.path}/customize/formula", views.formula, this)
