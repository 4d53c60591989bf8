"""Passwords: what is refused, how they are changed and reset, and how guessing is slowed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.person.passwords import set_password
from concerto.kernel.access.sign_in.model import SignIn
from concerto.kernel.access.signing_in.attempts.counting import ACCOUNT, TooMany, count, forget
from concerto.kernel.access.signing_in.attempts.model import Attempt
from concerto.kernel.access.signing_in.links.links import make_link
from concerto.kernel.access.signing_in.links.mail import send_link
from concerto.kernel.access.signing_in.links.model import OneTimeLink
from concerto.kernel.actions.refusal import Forbidden, Invalid
from tests.cast import acting, client_of, let_in, person_called
from tests.kernel.pages.reading import ids
from tests.kernel.signing_in.browser import PASSWORD, is_in, knock, with_password

pytestmark = pytest.mark.django_db
MAIL = "liqing@concerto.example"  # of “sales”


@pytest.mark.parametrize("weak", ["", "short", "elevenchars", "password1234", "123456789012", f"{MAIL}", "x" * 1001])
def test_weak_ones_are_refused(weak: str) -> None:
    before = person_called("sales").password
    with pytest.raises(Invalid):
        set_password(acting("admin"), person_called("sales"), password=weak)
    assert person_called("sales").password == before


def test_nobody_sets_a_password_of_others() -> None:
    with pytest.raises(Forbidden):
        set_password(acting("sales"), person_called("rival"), password=PASSWORD)


def test_an_old_hash_is_made_anew_by_signing_in_and_ends_no_session() -> None:
    other = client_of("sales")
    Person.everything.filter(username="sales").update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    client = Client()
    knock(client, "SALES")
    assert (is_in(client), is_in(other)) == (True, True)
    assert identify_hasher(person_called("sales").password).algorithm == "scrypt"


def test_changing_it_needs_the_present_one_and_ends_the_other_sessions() -> None:
    with_password("sales")
    mine, other = client_of("sales"), client_of("sales")
    new = "a wholly other sentence"
    assert mine.post("/me/sign-in/password", {"present": "wrong", "password": new}).status_code == 422
    assert mine.post("/me/sign-in/password", {"present": PASSWORD, "password": "short"}).status_code == 422
    assert is_in(other)
    assert mine.post("/me/sign-in/password", {"present": PASSWORD, "password": new}).status_code == 302
    assert (is_in(mine), is_in(other)) == (True, False)
    assert knock(Client(), "sales", new).status_code == 302


# -- guessing -------------------------------------------------------------------------------------------------------
def test_guessing_is_slowed_alike_for_names_that_exist_and_that_do_not() -> None:
    with_password("sales")
    told = {}
    for name in ("sales", "nobody-at-all"):
        answers = [knock(Client(), name, "wrong") for _try in range(6)]
        told[name] = [(answer.status_code, answer.headers.get("Retry-After")) for answer in answers]
    assert told["sales"] == told["nobody-at-all"] == [(403, None)] * 5 + [(429, "1")]
    Attempt.objects.update(until=timezone.now() + timedelta(minutes=1))
    assert knock(Client(), "sales").status_code == 429
    Attempt.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert knock(Client(), "sales").status_code == 302
    assert [knock(Client(), "sales", "wrong").status_code for _try in range(4)] == [403] * 4


def test_pauses_double_up_to_a_longest_and_are_forgotten() -> None:
    pauses = []
    for _try in range(16):
        count(ACCOUNT, "Somebody")
        with pytest.raises(TooMany) if _try >= 4 else pytest.MonkeyPatch.context() as found:
            if _try >= 4:
                count(ACCOUNT, " somebody ")
        if _try >= 4:
            pauses.append(found.value.seconds)  # type: ignore[union-attr]
        Attempt.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    forget(ACCOUNT, "somebody")
    assert not Attempt.objects.exists()


def test_failures_are_told_to_the_person_and_to_administrators_without_what_was_typed() -> None:
    SignIn.everything.all().delete()
    with_password("sales")
    knock(Client(), "sales", "wrong")
    knock(Client(), "my-secret-typed-in-the-wrong-field", "wrong")
    assert b"Wrong name or password" in client_of("sales").get("/me/sign-in").content
    rows = SignIn.everything.filter(outcome="wrong-password").order_by("id")
    assert [row.person for row in rows] == [person_called("sales"), None]
    failed = {"filter": "outcome = wrong-password"}
    seen = {name: len(ids(client_of(name).get("/sign-ins/", failed))) for name in ("admin", "sales", "rival")}
    assert seen == {"admin": 2, "sales": 1, "rival": 0}


# -- links ----------------------------------------------------------------------------------------------------------
def path_of(link: str) -> str:
    found = re.search(r"/sign-in/link/[\w-]+", link)
    assert found
    return found[0]


def test_a_link_lets_choose_a_password_once_and_ends_every_session() -> None:
    with_password("sales")
    other, link = client_of("sales"), path_of(make_link(acting("admin"), person_called("sales")))
    assert Client().get(link).status_code == 200
    assert Client().post(link, {"password": "short"}).status_code == 422
    assert Client().post(link, {"password": "chosen by way of a link"})["Location"] == "/sign-in"
    for again in (Client().get(link), Client().post(link, {"password": "chosen a second time"})):
        assert again.status_code == 410
    assert (is_in(other), knock(Client(), "sales", "chosen by way of a link").status_code) == (False, 302)


def test_links_die() -> None:
    sales = person_called("sales")
    with pytest.raises(Forbidden):
        make_link(acting("sales"), sales)
    with pytest.raises(Forbidden):
        make_link(SYSTEM, person_called("leaver"))
    first = path_of(make_link(SYSTEM, sales))
    second = path_of(make_link(SYSTEM, sales))
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    OneTimeLink.objects.update(expires_at=timezone.now())
    assert Client().get(second).status_code == 410
    for nonsense in ("x", "%00", "x" * 5000, "..%2f"):
        assert Client().get(f"/sign-in/link/{nonsense}").status_code in (404, 410)


@override_settings(EMAIL_HOST="mail.example", EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_a_reset_by_mail_says_the_same_whoever_asks() -> None:
    answers = {Client().post("/sign-in/forgotten", {"email": asked}).content.count(b"on its way") for asked in (MAIL, "x@y.example", "\x00")}  # fmt: skip
    assert answers == {1}
    for address in (MAIL.upper(), "x@y.example", "sales", ""):
        send_link(address)
    assert [message.to for message in mail.outbox] == [[MAIL]]
    link = path_of(str(mail.outbox[0].body))
    Person.everything.filter(username="sales").update(email="moved@concerto.example")
    assert Client().get(link).status_code == 410


def test_without_mail_one_is_sent_to_the_administrator() -> None:
    assert b"sends no mail" in Client().get("/sign-in/forgotten").content


# -- sessions -------------------------------------------------------------------------------------------------------
def test_a_session_is_made_anew_by_signing_in() -> None:
    """Whoever planted a session in a browser before does not share it afterwards."""
    with_password("sales")
    client = let_in(Client(), "rival")
    planted = client.cookies["sessionid"].value
    knock(client, "sales")
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not is_in(thief)


@pytest.mark.parametrize("ended", [{"seen_at": timedelta(hours=73)}, {"created_at": timedelta(days=15)}])
def test_sessions_end_by_themselves(ended: dict[str, timedelta]) -> None:
    client = client_of("sales")
    assert is_in(client)
    SignIn.everything.update(**{column: timezone.now() - ago for column, ago in ended.items()})
    assert not is_in(client)


def test_sessions_are_ended_from_elsewhere_by_whoever_may() -> None:
    lost, mine = client_of("sales"), client_of("sales")
    row = SignIn.everything.filter(person=person_called("sales"), outcome="signed-in").earliest("id")
    assert client_of("rival").post(f"/me/sign-in/sessions/{row.pk}/end").status_code == 404
    assert mine.post(f"/me/sign-in/sessions/{row.pk}/end").status_code == 302
    assert (is_in(lost), is_in(mine)) == (False, True)
    third = client_of("sales")
    mine.post("/me/sign-in/sessions/end")
    assert (is_in(third), is_in(mine)) == (False, True)
    sales = person_called("sales").pk
    assert client_of("rival").post(f"/people/{sales}/sign-in/end").status_code == 403
    client_of("admin").post(f"/people/{sales}/sign-in/end")
    assert not is_in(mine)


def test_forged_cookies_open_nothing() -> None:
    for value in ("", "x", "x" * 5000, "' or 1=1", "\x00"):
        client = Client()
        client.cookies["sessionid"] = value
        assert not is_in(client)
