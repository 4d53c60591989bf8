"""The pages by which rights are administered, beside those that every noun has."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from concerto.kernel.access.role.model import Role
from concerto.kernel.entity.registry import entities, entity_of
from concerto.kernel.pages.access import matrix, tree


def access_urls() -> Iterator[URLPattern]:
    """To be included before the addresses of nouns."""
    role = entity_of(Role)
    yield path(f"{role.path}/<int:id>/rights", matrix.rights, {"entity": role})
    for entity in entities():
        if tree.branching(entity):
            yield path(f"{entity.path}/tree", tree.tree, {"entity": entity})
