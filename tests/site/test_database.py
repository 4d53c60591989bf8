"""The embedded server runs while somebody needs it, and not longer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from concerto.kernel.database.cluster import Cluster
from concerto.site import migrated
from concerto.site.configuration import Configuration
from concerto.site.database import database, prepare, running_database


@pytest.fixture
def here(home: Path) -> Configuration:
    return Configuration.read({"CONCERTO_HOME": str(home)}, home / ".env")


def test_whoever_leaves_last_stops_it(here: Configuration) -> None:
    with running_database(here) as first:
        assert isinstance(first, Cluster)
        with running_database(here) as second:
            assert isinstance(second, Cluster)
            assert second.is_up()
        assert first.is_up()
    assert not first.is_up()


def test_it_is_stopped_after_a_failure_too(here: Configuration) -> None:
    with pytest.raises(RuntimeError, match="on purpose"), running_database(here):
        raise RuntimeError("on purpose")
    assert not Cluster(here.home).is_up()


def test_a_server_of_ones_own_is_left_alone(here: Configuration) -> None:
    elsewhere = replace(here, database_url="postgres://me@db.example.com/crm")
    with running_database(elsewhere) as cluster:
        assert cluster is None


def test_a_database_remembers_its_migrations(here: Configuration) -> None:
    with running_database(here):
        prepare(here)
        owner = database(here, "owner")
        assert migrated.found(owner) is None
        with owner.connect(autocommit=True) as connection:
            connection.execute("create table django_migrations (id int)")
        assert migrated.found(owner) is None
        migrated.mark(owner)
        assert (migrated.fits(migrated.found(owner)), migrated.is_fresh(migrated.found(owner))) == (True, True)
