"""How this Concerto is set up: from the environment, else from the file `.env`, else the default.

A wrong or unknown CONCERTO_* setting stops the start with one sentence. Needs no Django.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_type_hints
from urllib.parse import urlsplit

from concerto.kernel.database.errors import Sentence
from concerto.kernel.outbound.allowed import Allowed
from concerto.site.secret import kept_secret
from concerto.site.setting import (
    LEAST_PASSWORD,
    LEAST_SECRET,
    Misconfigured,
    NotAllowed,
    Setting,
    at_least,
    bracketed,
    currency,
    folder,
    host,
    internal_services,
    mail_address,
    mail_server,
    media_types,
    on_or_off,
    one_of,
    own_name,
    postgres_address,
    several,
    time_zone,
    web_address,
    whole_number,
)

_ = Sentence
PREFIX = "CONCERTO_"
MOST_BY_DEFAULT = 4  # web processes
OF_TESTS = {"CONCERTO_SAMPLES"}  # told to the tests by the environment that we share with them


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """Every setting, read and checked. The setting of `port` is CONCERTO_PORT, and so on.

    `api_rate` is how many requests a minute one token may send, `api_rate_address` how many one address may; 0 is no limit.
    `database_role`, `database_restricted` and `pooled` are what Concerto tells the processes it starts.
    """

    home: Annotated[Path, Setting(folder, "var")]
    host: Annotated[str, Setting(host, "127.0.0.1")]
    port: Annotated[int, Setting(whole_number(1, 65535), "8000")]
    public_url: Annotated[str, Setting(web_address)]
    web_processes: Annotated[int, Setting(whole_number(1, 64))]
    database_url: Annotated[str | None, Setting(postgres_address, secret=True)]
    database_app_url: Annotated[str | None, Setting(postgres_address, secret=True)]
    database_role: Annotated[Literal["app", "owner"], Setting(one_of("app", "owner"), "app")]
    database_restricted: Annotated[bool, Setting(on_or_off, "on")]
    pooled: Annotated[bool, Setting(on_or_off, "off")]
    secret_key: Annotated[str, Setting(at_least(LEAST_SECRET), secret=True)]
    former_secret_keys: Annotated[list[str], Setting(several(at_least(LEAST_SECRET)), "", secret=True)]
    password_length: Annotated[int, Setting(whole_number(8, 64), "12")]
    session_days: Annotated[int, Setting(whole_number(1, 365), "14")]
    session_idle_hours: Annotated[int, Setting(whole_number(1, 8760), "72")]
    mail_url: Annotated[str | None, Setting(mail_server, secret=True)]
    mail_from: Annotated[str, Setting(mail_address, "Concerto <concerto@localhost>")]
    meeting_rooms: Annotated[str, Setting(web_address, "https://meet.jit.si")]
    admin_password: Annotated[str | None, Setting(at_least(LEAST_PASSWORD), secret=True)]
    outbound_allow: Annotated[tuple[Allowed, ...], Setting(internal_services, "")]
    api_rate: Annotated[int, Setting(whole_number(0, 1_000_000), "1200")]
    api_rate_address: Annotated[int, Setting(whole_number(0, 1_000_000), "6000")]
    demo: Annotated[bool, Setting(on_or_off, "off")]
    language: Annotated[str, Setting(one_of("en", "zh-hans"), "en")]
    time_zone: Annotated[str, Setting(time_zone, "Asia/Shanghai")]
    company: Annotated[str | None, Setting(own_name)]
    currency: Annotated[str, Setting(currency, "CNY")]
    log: Annotated[Literal["line", "json"], Setting(one_of("line", "json"), "line")]
    largest_file: Annotated[int, Setting(whole_number(1, 500), "100")]
    refused_types: Annotated[tuple[str, ...], Setting(media_types, "application/x-executable")]
    debug: Annotated[bool, Setting(on_or_off, "off")]

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ, file: Path = Path(".env")) -> Self:
        """Raises Misconfigured for the first setting that is unknown or holds what it may not."""
        given = written(environment, file)
        _refuse_unknown(given)
        values = {name: _value(name, setting, given) for name, setting in SETTINGS.items()}
        if values["web_processes"] is None:
            values["web_processes"] = min(os.cpu_count() or 1, MOST_BY_DEFAULT)
        if values["public_url"] is None:
            values["public_url"] = _own_address(values["host"], values["port"])
        if values["secret_key"] is None:
            values["secret_key"] = kept_secret(values["home"])
        return cls(**values)

    @property
    def allowed_hosts(self) -> list[str]:
        """The names by which browsers may call this server: its public one, and the machine's own for itself."""
        return sorted({bracketed(str(urlsplit(self.public_url).hostname)), "localhost", "127.0.0.1", "[::1]"})

    @property
    def trusted_origins(self) -> list[str]:
        """Where forms may come from."""
        return sorted({self.public_url, f"http://localhost:{self.port}", f"http://127.0.0.1:{self.port}"})


SETTINGS: dict[str, Setting] = {
    name: hint.__metadata__[0] for name, hint in get_type_hints(Configuration, include_extras=True).items()
}
NAMES = {PREFIX + name.upper(): name for name in SETTINGS}


@cache
def configuration() -> Configuration:
    """The configuration of this process, read once."""
    return Configuration.read()


def become(**settings: str) -> Configuration:
    """Other settings than were written down, for this process and those that it starts: `become(demo="on")`."""
    os.environ.update({PREFIX + name.upper(): value for name, value in settings.items()})
    configuration.cache_clear()
    return configuration()


def written(environment: Mapping[str, str] = os.environ, file: Path = Path(".env")) -> dict[str, str]:
    """The CONCERTO_* settings that somebody wrote down; the environment wins, an empty one counts as absent."""
    both = {**_in_file(file), **environment}
    return {name: value for name, value in both.items() if name.startswith(PREFIX) and value.strip()}


def _in_file(file: Path) -> dict[str, str]:
    from dotenv.parser import parse_stream

    try:
        with file.open(encoding="utf-8") as stream:
            lines = list(parse_stream(stream))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(_("The file {file} cannot be read ({why}).", file=file.absolute(), why=error)) from error
    for line in lines:
        if line.error or (line.key and line.value is None):
            raise Misconfigured(
                _(
                    "Line {line} of {file} is not understood: write NAME=value.",
                    line=line.original.line,
                    file=file.absolute(),
                )
            )
    return {line.key: line.value for line in lines if line.key and line.value is not None}


def _refuse_unknown(given: Mapping[str, str]) -> None:
    for name in sorted(given.keys() - NAMES.keys() - OF_TESTS):
        nearest = get_close_matches(name, NAMES, n=1, cutoff=0)
        raise Misconfigured(_("There is no setting {name}: did you mean {nearest}?", name=name, nearest=nearest[0]))


def _value(name: str, setting: Setting, given: Mapping[str, str]) -> Any:
    """The value of one setting; None when it is absent and has no default."""
    called = PREFIX + name.upper()
    raw = given.get(called, setting.default)
    try:
        return None if raw is None else setting.read(raw.strip())
    except NotAllowed as refusal:
        if setting.secret:
            raise Misconfigured(
                _("{setting} is not good as it is: it takes {allowed}.", setting=called, allowed=refusal.allowed)
            ) from None
        raise Misconfigured(
            _("{setting} is {value}, but it takes {allowed}.", setting=called, value=repr(raw), allowed=refusal.allowed)
        ) from None


def _own_address(host: str, port: int) -> str:
    """Where a browser on this machine finds a server that listens at `host`."""
    everywhere = host in ("0.0.0.0", "::")  # noqa: S104 (compared, not listened at)
    return web_address(f"http://{'127.0.0.1' if everywhere else bracketed(host)}:{port}")
