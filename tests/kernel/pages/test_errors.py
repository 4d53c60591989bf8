"""What goes wrong is a page of the house in the reader's language that says what to do; each is reached as people reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from concerto.kernel.access.signing_in.attempts.model import Attempt
from concerto.kernel.database.address import Address
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.site.urls import handler400, handler403, handler404, handler500  # noqa: F401 (those of the product)
from concerto.site.urls import urlpatterns as all_of_them
from tests.cast import client_of, customer_of, let_in
from tests.kernel.pages.reading import html

MEGABYTES_13 = "x" * 13 * 1024 * 1024


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def waits_too_long(request: HttpRequest) -> HttpResponse:
    """What the database says when somebody else holds a row for longer than we wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("do $$ begin raise exception using errcode = 'lock_not_available'; end $$")
    return HttpResponse()


urlpatterns = [path("breaks", breaks), path("waits", waits_too_long), *all_of_them]


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def reading(client: Client, language: str) -> Client:
    client.cookies["language"] = language
    client.raise_request_exception = False
    return client


def told(response: HttpResponse, status: int, language: str, *words: str) -> None:
    """It is a page in this language and says one of `words`, English and Chinese."""
    text = html(response)
    assert response.status_code == status
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in text
    assert "data-failed" in text and 'class="fault"' in text
    assert words[0 if language == "en" else 1] in text


def forgotten(client: Client) -> HttpResponse:
    """A form that is sent without its proof."""
    strict = let_in(Client(enforce_csrf_checks=True), "admin")
    strict.cookies["language"] = client.cookies["language"].value
    return strict.post("/customers/new", {"name": "Never"})  # type: ignore[return-value]  # it is one


def retired(client: Client) -> HttpResponse:
    """A verb that does not go with what is there: this field is retired already."""
    field = CustomField.everything.get(key="x_old_rating")
    return client.post(f"/custom-fields/{field.pk}/actions/retire")  # type: ignore[return-value]


ASKED: dict[str, tuple[int, str, Callable[[Client], object], str, str]] = {
    "unreadable": (400, "admin", lambda client: client.post("/customers/new", {f"f{n}": "" for n in range(2100)}), "This cannot be read", "无法读取"),
    "forbidden": (403, "newcomer", lambda client: client.get("/customers/"), "ask your administrator", "请联系管理员"),
    "forgotten": (403, "admin", forgotten, "your text is kept", "你填写的内容还在"),
    "nowhere": (404, "admin", lambda client: client.get("/nowhere"), "Look for it by its name", "按名称查找"),
    "refused": (409, "admin", retired, "This field is retired already.", "该字段已经停用。"),
    "too large": (413, "admin", lambda client: client.post("/customers/new", MEGABYTES_13, content_type="application/x-www-form-urlencoded"), "send less at once", "分次发送"),
    "broken": (500, "admin", lambda client: client.get("/breaks"), "The log of the server tells", "服务器日志"),
    "held": (503, "admin", lambda client: client.post("/waits"), "wait a few seconds", "请稍等几秒"),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("what", ASKED)
def test_each_says_what_to_do(what: str, language: str, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    status, username, ask, *words = ASKED[what]
    told(ask(reading(client_of(username), language)), status, language, *words)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_form_that_is_stale_shows_both(language: str) -> None:
    own, client = customer_of("own"), reading(client_of("admin"), language)
    first = {"version": str(own.version), "city": "Wuxi", "shown-city": own.city}
    assert client.post(f"/customers/{own.pk}/edit", first).status_code == 302
    answer = client.post(f"/customers/{own.pk}/edit", first | {"city": "Nanjing"})
    text = html(answer)
    assert answer.status_code == 412
    assert "Wuxi" in text and "Nanjing" in text
    assert ("Somebody changed this record" if language == "en" else "有人修改了这条记录") in text


@pytest.mark.django_db
def test_who_guesses_is_told_how_long_to_wait(language: str) -> None:
    client = reading(Client(), language)
    client.post("/sign-in", {"username": "sales", "password": "wrong"})
    Attempt.objects.update(until=timezone.now() + timedelta(minutes=1))
    answer = client.post("/sign-in", {"username": "sales", "password": "wrong"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert ("Try again in" if language == "en" else "后再试") in html(answer)


@pytest.fixture
def no_database(committed: Address, tmp_path: Path) -> Iterator[None]:
    """The database is where nobody finds it."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= {"HOST": str(tmp_path), "PORT": "1"}
    yield
    connection.close()
    connection.settings_dict |= before


def test_a_database_that_is_away_is_said(no_database: None, language: str) -> None:
    client = reading(Client(), language)
    client.cookies["sessionid"] = "somebody"
    answer = client.get("/customers/?layout=board")
    told(answer, 503, language, "it usually comes back", "通常几秒内就会恢复")
    assert answer.headers["Retry-After"] == "5"
    assert 'href="/customers/?layout=board"' in html(answer)
