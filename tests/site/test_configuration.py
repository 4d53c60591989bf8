"""Every setting: what it defaults to, what it takes, and the one sentence when it is wrong."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from concerto.site.configuration import NAMES, Configuration
from concerto.site.setting import Misconfigured

KEY = "k" * 32


def read(home: Path, file: Path = Path("/nonexistent/.env"), **settings: str) -> Configuration:
    given = {f"CONCERTO_{name}": value for name, value in settings.items()}
    return Configuration.read({"CONCERTO_HOME": str(home), "PATH": "/bin", **given}, file)


def refusal(home: Path, file: Path = Path("/nonexistent/.env"), **settings: str) -> str:
    with pytest.raises(Misconfigured) as refused:
        read(home, file, **settings)
    return str(refused.value)


def test_the_defaults_serve_a_laptop(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.host, found.port, found.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert (found.database_url, found.database_app_url, found.admin_password) == (None, None, None)
    assert (found.language, found.time_zone, found.currency) == ("en", "Asia/Shanghai", "CNY")
    assert (found.demo, found.debug, found.database_role, found.pooled) == (False, False, "app", False)
    assert found.web_processes == min(os.cpu_count() or 1, 4)


def test_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Configuration.read({}, tmp_path / "none").home == tmp_path / "var"


WRONG = {
    "PORT": ("80a", "CONCERTO_PORT is '80a', but it takes a whole number from 1 to 65535."),
    "HOST": (
        "a host",
        "CONCERTO_HOST is 'a host', but it takes a host name or an address, such as 127.0.0.1 or 0.0.0.0.",
    ),
    "HOME": (
        "~nobody-of-that-name/x",
        "CONCERTO_HOME is '~nobody-of-that-name/x', but it takes a folder whose owner exists.",
    ),
    "PUBLIC_URL": (
        "crm.example.com",
        "CONCERTO_PUBLIC_URL is 'crm.example.com', but it takes an address without a path, such as https://crm.example.com.",
    ),
    "MEETING_ROOMS": (
        "meet.example.com/rooms",
        "CONCERTO_MEETING_ROOMS is 'meet.example.com/rooms', but it takes an address without a path, such as https://crm.example.com.",
    ),
    "WEB_PROCESSES": ("0", "CONCERTO_WEB_PROCESSES is '0', but it takes a whole number from 1 to 64."),
    "DATABASE_URL": (
        "mysql://me:hush@db/x",
        "CONCERTO_DATABASE_URL is not good as it is: it takes an address such as postgres://user:password@host:5432/database.",
    ),
    "DATABASE_APP_URL": (
        "db",
        "CONCERTO_DATABASE_APP_URL is not good as it is: it takes an address such as postgres://user:password@host:5432/database.",
    ),
    "DATABASE_ROLE": ("root", "CONCERTO_DATABASE_ROLE is 'root', but it takes one of app, owner."),
    "DATABASE_RESTRICTED": ("some", "CONCERTO_DATABASE_RESTRICTED is 'some', but it takes on or off."),
    "POOLED": ("2", "CONCERTO_POOLED is '2', but it takes on or off."),
    "SECRET_KEY": ("short", "CONCERTO_SECRET_KEY is not good as it is: it takes at least 32 characters."),
    "FORMER_SECRET_KEYS": (
        "hush",
        "CONCERTO_FORMER_SECRET_KEYS is not good as it is: it takes at least 32 characters.",
    ),
    "PASSWORD_LENGTH": ("4", "CONCERTO_PASSWORD_LENGTH is '4', but it takes a whole number from 8 to 64."),
    "SESSION_DAYS": ("0", "CONCERTO_SESSION_DAYS is '0', but it takes a whole number from 1 to 365."),
    "SESSION_IDLE_HOURS": ("x", "CONCERTO_SESSION_IDLE_HOURS is 'x', but it takes a whole number from 1 to 8760."),
    "MAIL_URL": (
        "mail.example:25",
        "CONCERTO_MAIL_URL is not good as it is: it takes an address such as smtp://user:password@mail.example.com:587.",
    ),
    "MAIL_FROM": (
        "nobody",
        "CONCERTO_MAIL_FROM is 'nobody', but it takes a mail address such as Concerto <crm@example.com>.",
    ),
    "ADMIN_PASSWORD": ("hush", "CONCERTO_ADMIN_PASSWORD is not good as it is: it takes at least 10 characters."),
    "OUTBOUND_ALLOW": (
        "http://hooks",
        "CONCERTO_OUTBOUND_ALLOW is 'http://hooks', but it takes names, addresses and networks, such as "
        "hooks.internal:8080, 10.1.2.0/24.",
    ),
    "API_RATE": ("many", "CONCERTO_API_RATE is 'many', but it takes a whole number from 0 to 1000000."),
    "API_RATE_ADDRESS": ("-1", "CONCERTO_API_RATE_ADDRESS is '-1', but it takes a whole number from 0 to 1000000."),
    "LARGEST_FILE": ("0", "CONCERTO_LARGEST_FILE is '0', but it takes a whole number from 1 to 500."),
    "REFUSED_TYPES": (
        "exe",
        "CONCERTO_REFUSED_TYPES is 'exe', but it takes types such as application/zip between commas, or none.",
    ),
    "DEMO": ("maybe", "CONCERTO_DEMO is 'maybe', but it takes on or off."),
    "LOG": ("xml", "CONCERTO_LOG is 'xml', but it takes one of line, json."),
    "LANGUAGE": ("fr", "CONCERTO_LANGUAGE is 'fr', but it takes one of en, zh-hans."),
    "TIME_ZONE": (
        "Asia/Shanghia",
        "CONCERTO_TIME_ZONE is 'Asia/Shanghia', but it takes a time zone such as Asia/Shanghai.",
    ),
    "COMPANY": ("x" * 101, f"CONCERTO_COMPANY is '{'x' * 101}', but it takes a line of at most 100 characters."),
    "CURRENCY": ("RMB", "CONCERTO_CURRENCY is 'RMB', but it takes three letters of ISO 4217, such as CNY, USD or EUR."),
    "DEBUG": ("full", "CONCERTO_DEBUG is 'full', but it takes on or off."),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, name: str) -> None:
    value, sentence = WRONG[name]
    with pytest.raises(Misconfigured) as refused:
        Configuration.read({"CONCERTO_HOME": str(tmp_path), f"CONCERTO_{name}": value}, tmp_path / ".env")
    assert str(refused.value) == sentence


def test_every_setting_has_its_wrong_value() -> None:
    assert {f"CONCERTO_{name}" for name in WRONG} == set(NAMES)


@pytest.mark.parametrize(
    ("value", "meant"), [("on", True), ("True", True), ("1", True), ("no", False), ("OFF", False), ("0", False)]
)
def test_on_and_off_may_be_said_in_other_ways(tmp_path: Path, value: str, meant: bool) -> None:
    assert read(tmp_path, DEMO=value).demo is meant


def test_an_unknown_setting_names_the_nearest(tmp_path: Path) -> None:
    assert refusal(tmp_path, PROT="1") == "There is no setting CONCERTO_PROT: did you mean CONCERTO_PORT?"


def test_the_file_speaks_where_the_environment_is_silent(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# ours\nCONCERTO_PORT=8100\nexport CONCERTO_CURRENCY='EUR'\nCONCERTO_DEMO=\nOTHER=1\n")
    found = read(tmp_path, file, CURRENCY="USD", HOST="")
    assert (found.port, found.currency, found.demo, found.host) == (8100, "USD", False, "127.0.0.1")


def test_a_broken_file_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CONCERTO_PORT=8100\nCONCERTO_HOST\n")
    assert refusal(tmp_path, file) == f"Line 2 of {file} is not understood: write NAME=value."


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"CONCERTO_PORT=\xff\xfe")
    assert refusal(tmp_path, file).startswith(f"The file {file} cannot be read (")


def test_the_public_address_decides_who_may_call(tmp_path: Path) -> None:
    found = read(tmp_path, PUBLIC_URL="https://CRM.example.com:443/")
    assert found.public_url == "https://crm.example.com"
    assert found.allowed_hosts == ["127.0.0.1", "[::1]", "crm.example.com", "localhost"]
    assert found.trusted_origins == ["http://127.0.0.1:8000", "http://localhost:8000", "https://crm.example.com"]


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("10.0.0.5", "http://10.0.0.5:8000"),
    ],
)
def test_without_a_public_address_the_machine_is_named(tmp_path: Path, host: str, address: str) -> None:
    assert read(tmp_path, HOST=host).public_url == address


@pytest.mark.parametrize(
    "address",
    [
        "https://crm.example.com/app",
        "https://me@crm.example.com",
        "ftp://crm.example.com",
        "https://crm:99999",
        "https://",
    ],
)
def test_an_address_with_more_or_less_than_an_origin_is_refused(tmp_path: Path, address: str) -> None:
    assert refusal(tmp_path, PUBLIC_URL=address).startswith(
        f"CONCERTO_PUBLIC_URL is {address!r}, but it takes an address"
    )


def test_the_key_is_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    first, second = read(tmp_path / "new"), read(tmp_path / "new")
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "new" / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["secret-key"]


def test_a_given_key_leaves_no_file(tmp_path: Path) -> None:
    assert read(tmp_path / "new", SECRET_KEY=KEY).secret_key == KEY
    assert not (tmp_path / "new").exists()


def test_an_emptied_key_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()
    assert refusal(tmp_path) == (
        f"The file {tmp_path / 'secret-key'} does not hold a key: remove it, and a new one is made; everyone then signs in again."
    )


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.touch()
    assert (
        refusal(home)
        == f"CONCERTO_HOME is {home}, which cannot be used (Not a directory): choose a folder that you may write to."
    )
