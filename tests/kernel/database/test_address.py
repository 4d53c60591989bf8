"""Addresses: from a home, from a URL, and as Django wants them."""

from __future__ import annotations

from pathlib import Path

import pytest

from concerto.kernel.database.account import account_name
from concerto.kernel.database.address import Address, embedded, external, here
from concerto.kernel.database.errors import DatabaseRefused
from concerto.kernel.database.place import digest

URL = "postgres://me:p%40ss@db.example:6543/crm?sslmode=require"
OWNERS = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=0"  # what the owner of the database begins with
WRONG = [
    "",
    "mysql://me@host/db",
    "host=db user=me",
    "postgres://host/db",
    "postgres://me@host:port/db",
    "postgres://me@host:0/db",
    "postgres://me@host:70000/db",
    "postgres://me@one,two/db",
    "postgres://me@[::1/db",
    "postgres://me:%zz@host/db",
    "postgres://me@host/db?colour=red",
    "postgres://me@host/db?sslmode=perhaps",
]


def test_the_embedded_address_follows_from_the_home_alone(tmp_path: Path) -> None:
    address = embedded(tmp_path / "not" / "there", "app")
    assert (address.user, address.dbname, address.port, address.password) == ("concerto_app", "concerto", 5432, "")
    assert address.options == {"requirepeer": account_name()}
    assert address.host.endswith(digest(tmp_path / "not" / "there"))
    assert len(f"{address.host}/.s.PGSQL.{address.port}") < 108
    assert address == embedded(tmp_path / "not" / "." / "there", "app")
    assert embedded(tmp_path, "owner").host != address.host


def test_a_url_is_read_whole() -> None:
    address = external(URL, "owner")
    assert (address.host, address.port, address.dbname, address.user) == ("db.example", 6543, "crm", "me")
    assert address.password == "p@ss"
    assert address.options == {"connect_timeout": "10", "sslmode": "require", "options": OWNERS}


def test_serving_steps_down() -> None:
    assert external(URL, "app").options["options"] == "-c lock_timeout=5s -c statement_timeout=30s -c role=concerto_app"
    assert external(URL, "app", restricted=False).options["options"] == "-c lock_timeout=5s -c statement_timeout=30s"
    assert external(f"{URL}&options=-c%20jit%3Doff", "owner").options["options"] == f"-c jit=off {OWNERS}"
    other = external(URL, "app", app_url="postgres://server@db.example/crm")
    assert (other.user, other.options["options"].rpartition(" ")[2]) == ("server", "role=concerto_app")


def test_what_is_left_out_has_its_usual_value() -> None:
    address = external("postgresql://me@/", "owner")
    assert (address.host, address.port, address.dbname) == ("localhost", 5432, "concerto")
    assert external("postgres://me@/crm?host=/run/postgresql", "owner").host == "/run/postgresql"


@pytest.mark.parametrize("url", WRONG)
def test_a_wrong_url_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(DatabaseRefused) as refused:
        external(url, "owner")
    assert str(refused.value) == (
        "CONCERTO_DATABASE_URL is not the address of a PostgreSQL database: write it as "
        "postgres://user:password@host:5432/database."
    )


def test_the_url_that_is_wrong_is_named() -> None:
    with pytest.raises(DatabaseRefused, match=r"^CONCERTO_DATABASE_APP_URL is not"):
        external(URL, "app", app_url="nonsense")


def test_the_settings_of_an_installation_decide(tmp_path: Path) -> None:
    assert here(tmp_path, None, None, role="app") == embedded(tmp_path, "app")
    assert here(tmp_path, URL, None, role="owner") == external(URL, "owner")


def test_django_is_told_all_of_it() -> None:
    settings = external(URL, "owner").django(pool=True)
    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "crm",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6543",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "prepare_threshold": 1,
            "connect_timeout": "10",
            "sslmode": "require",
            "options": OWNERS,
            "pool": {"min_size": 1, "max_size": 11, "timeout": 5},
        },
    }
    assert "pool" not in external(URL, "owner").django(pool=False)["OPTIONS"]


def test_a_password_is_never_shown() -> None:
    address = external(URL, "owner")
    assert "p@ss" not in repr(address)
    assert len({address, external(URL, "owner")}) == 1
    assert isinstance(address, Address)
