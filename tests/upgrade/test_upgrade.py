"""A database of every release that is kept here becomes one of today, and nothing in it is lost or changed by that."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import Connection
from psycopg.sql import SQL, Identifier
from pytest_django import DjangoDbBlocker

from concerto.kernel.database import templates
from concerto.kernel.database.address import Address
from concerto.kernel.database.roles import prepare
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.months import make_ahead
from concerto.kernel.journal.reading import catch_up, readers
from concerto.site import auditing
from concerto.site.commands import check, migrate
from tests import cast
from tests.databases import Databases, connected
from tests.upgrade import pack
from tests.upgrade.pack import Pack

ADDED = {
    "auth_permission",  # Django notes what models there are
    "django_content_type",
    "journal_bookmark",  # readers that a release brings along begin with what is written from then on
    "kernel_module",  # departments that a release brings along
    "kernel_policy",  # its version rises with them
    "journal",  # what a release brings along for the first time, such as kinds of events, is told as any record is
}
FILLED = {
    ("kernel_export", "name"),
    ("kernel_notice", "stands_at"),
}  # new columns that a migration fills from what it finds
PAGES = ("/customers/", "/customers/1", "/people/", "/webhooks/", "/api/v1/customers", "/api/v1/activities")
Rows = dict[str, "Counter[tuple[Any, ...]]"]  # by table; a row as often as it is there


@pytest.fixture(params=pack.packs(), ids=lambda kept: kept.folder.name)
def kept(request: pytest.FixtureRequest) -> Pack:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def owner(databases: Databases, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Address]:
    """An empty database."""
    address = databases.owner(f"concerto_test_{os.getpid()}_upgrade")
    prepare(address)
    with django_db_blocker.unblock(), connected(address):
        yield address
    templates.drop(databases.server, address.dbname)


def test_a_kept_release_becomes_todays(databases: Databases, owner: Address, kept: Pack) -> None:
    stand_at(kept)
    with owner.connect(autocommit=True) as rows:
        pack.load(rows, kept)
        rows.execute("comment on table django_migrations is 'of another server'")
    connection.close()
    before, columns = contents(owner, kept)

    migrate.bring_up_to_date(owner, None)

    after, _columns = contents(owner, kept, columns)
    assert {table for table in before if before[table] - after[table]} == {"kernel_policy"}
    assert {table for table in before if after[table] - before[table]} <= ADDED
    assert unexpected(owner, columns) == []
    with connected(databases.app(owner.dbname)) as app:
        works(owner, app)
    told = {"kernel_delivery": columns["kernel_delivery"]}
    assert (
        contents(owner, kept, told)[0]["kernel_delivery"] == before["kernel_delivery"]
    )  # nobody is told anything twice


def stand_at(kept: Pack) -> None:
    """The schema of that release, with nothing in it but what its migrations wrote."""
    wanted = set(kept.migrations.items())
    executor = MigrationExecutor(connection)
    executor.migrate([target for target in executor.loader.graph.nodes if target in wanted])
    for month in kept.months:
        make_ahead(connection, today=month, months=0)


def contents(
    owner: Address, kept: Pack, columns: dict[str, list[str]] | None = None
) -> tuple[Rows, dict[str, list[str]]]:
    """The rows of every packed table, of the given columns or of all."""
    with owner.connect(autocommit=True) as rows:
        rows.execute(pack.PLAIN)
        columns = columns or {table: pack.columns(rows, table) for table in kept.files}
        return {table: read(rows, table, names) for table, names in columns.items()}, columns


def read(rows: Connection[Any], table: str, names: list[str]) -> Counter[tuple[Any, ...]]:
    texts = SQL(", ").join(SQL("{}::text").format(Identifier(name)) for name in names)
    return Counter(rows.execute(SQL("select {} from {}").format(texts, Identifier(table))).fetchall())


def unexpected(owner: Address, columns: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Columns that are new and hold something else than their default."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    new = [
        (model, field)
        for table, names in columns.items()
        if (model := models.get(table))
        for field in model._meta.concrete_fields
        if not field.generated and field.column not in names and (table, field.column) not in FILLED
    ]
    return [
        (model._meta.db_table, field.column)
        for model, field in new
        if any(value != field.get_default() for value in model._base_manager.values_list(field.attname, flat=True))
    ]


def works(owner: Address, app: Address) -> None:
    """What an administrator would look at: every check, the seals of old lines, pages, and that there is writing."""
    for reader in readers():
        catch_up(reader)
    assert auditing.refuse_changes(owner).lines == Entry.objects.count()
    assert [line for line in check.found(owner, app) if not line.startswith("ok ")] == []
    admin = cast.client_of("admin")
    assert {page: admin.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)
