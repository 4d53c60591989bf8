"""The specimen: described for a test, or with a table and rows of its own for a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from concerto.kernel.entity.entity import Entity
from tests.databases import Databases, connected
from tests.kernel.specimen import Specimen, described, own_registry


@pytest.fixture
def specimen() -> Iterator[Entity]:
    """The description alone: for what needs no rows."""
    with own_registry():
        yield described()


@pytest.fixture(scope="module")
def specimens(
    databases: Databases, cast_template: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Entity]:
    """The description, in a database of the module's own that has the table and the cast."""
    name = databases.clone(cast_template)
    with own_registry(), django_db_blocker.unblock():
        entity = described()
        with connected(databases.owner(name)), connection.schema_editor() as editor:
            editor.create_model(Specimen)
        with connected(databases.app(name)):
            yield entity
    databases.drop(name)
