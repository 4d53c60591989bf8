"""The addresses of one noun's records, forms and history."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from concerto.kernel.entity.entity import Entity
from concerto.kernel.overlay.naming import NamingKind
from concerto.kernel.pages import favourites
from concerto.kernel.pages.access import sharing, why
from concerto.kernel.pages.record import (
    alike,
    around,
    composer,
    doing,
    feed,
    forms,
    history,
    inline,
    naming,
    page,
    source,
    verbs,
)


def record_urls(entity: Entity) -> Iterator[URLPattern]:
    """To be included beside the list of `entity`."""
    this, one = {"entity": entity}, f"{entity.path}/<int:id>"
    yield path(f"{entity.path}/new", forms.new, this)
    yield path(f"{entity.path}/alike", alike.alike, this)
    if any(isinstance(field.kind, NamingKind) for field in entity.own_fields.values()):
        yield path(f"{entity.path}/naming/<str:field>", naming.names, this)
    yield path(one, page.record, this)
    yield path(f"{one}/", page.with_slash, this)
    yield path(f"{one}/head", page.head, this)
    yield path(f"{one}/fresh", around.fresh, this)
    yield path(f"{one}/around", around.around, this)
    yield path(f"{one}/related", around.related, this)
    yield path(f"{one}/edit", forms.edit, this)
    yield path(f"{one}/fields/<str:field>", inline.one_field, this)
    yield path(f"{one}/source/<str:field>", source.source, this)
    yield path(f"{one}/timeline", feed.entries, this)
    yield path(f"{one}/compose", composer.compose, this)
    yield path(f"{one}/history", history.history, this)
    yield path(f"{one}/undo/<int:line>", verbs.take_back, this)
    yield path(f"{one}/favourite", favourites.favourite, this)
    yield path(f"{one}/share", sharing.share, this)
    yield path(f"{one}/why", why.explained, this)
    yield path(f"{one}/delete", verbs.delete, this)
    yield path(f"{one}/actions/<str:verb>", doing.do, this)
