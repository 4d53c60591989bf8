"""The second step: codes that count once, recovery codes, and rules that ask for it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from concerto.kernel.access.credential.model import Credential
from concerto.kernel.access.factor_rule.model import FactorRule
from concerto.kernel.access.sealing import Unsealable, marks, seal, unseal
from concerto.kernel.access.signing_in.codes import code_at
from concerto.kernel.actions.change import add
from concerto.kernel.journal.model import Entry
from tests.cast import acting, api_of, client_of, person_called
from tests.kernel.signing_in.browser import code, codes_shown, is_in, knock, with_app, with_password

pytestmark = pytest.mark.django_db


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, the last six of its eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    known = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {at: code_at(secret, at // 30) for at in known} == known


def test_an_app_is_asked_for_and_a_code_counts_once() -> None:
    with_password("sales")
    secret = with_app(client_of("sales"))
    Credential.everything.update(step=0)  # as if it had been set up long ago
    client = Client()
    response = knock(client, "sales", next="/people/")
    assert (response["Location"], is_in(client)) == ("/sign-in/second", False)
    for wrong in ("", "000000x", "１２３４５６", "\x00", code(secret, steps=5), code(secret, steps=-5)):
        assert client.post("/sign-in/second", {"code": wrong}).status_code == 403
        connection.cursor().execute("update kernel_attempt set until = now()")
    now = code(secret)
    response = client.post("/sign-in/second", {"code": now})
    assert (response["Location"], is_in(client)) == ("/people/", True)
    again = Client()
    knock(again, "sales")
    assert again.post("/sign-in/second", {"code": now}).status_code == 403
    assert not is_in(again)


def test_the_second_step_needs_the_first() -> None:
    client = Client()
    assert client.get("/sign-in/second")["Location"] == "/sign-in"
    assert client.post("/sign-in/second", {"code": "123456"})["Location"] == "/sign-in"


def test_recovery_codes_work_once_each_and_only_the_newest() -> None:
    with_password("sales")
    browser = client_of("sales")
    with_app(browser)
    first = codes_shown(browser)
    assert len(set(first)) == 10
    assert codes_shown(browser) == []
    browser.post("/me/sign-in/codes")
    codes = codes_shown(browser)
    assert not {*first} & {*codes}
    for given, lets_in in ((first[0], False), (codes[0].upper().replace("-", " "), True), (codes[0], False)):
        client = Client()
        knock(client, "sales")
        client.post("/sign-in/second", {"code": given})
        assert is_in(client) == lets_in


def test_nothing_that_opens_is_kept_in_the_clear() -> None:
    browser = client_of("sales")
    secret = with_app(browser)
    codes = codes_shown(browser)
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select string_agg(c::text, '') from kernel_credential c) || (select string_agg(r::text, '') from"
            " kernel_recoverycode r) || (select string_agg(j::text, '') from journal j)"
        )
        (everything,) = cursor.fetchone()
    assert secret not in everything
    assert not any(each in everything or each.replace("-", "") in everything for each in codes)


def test_what_is_sealed_opens_for_its_purpose_and_with_a_former_key(settings: object) -> None:
    sealed, mark = seal("hush", "a"), marks("hush", "a")[0]
    assert unseal(sealed, "a") == "hush"
    former = settings.SECRET_KEY  # type: ignore[attr-defined]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret of a good length indeed", [former]  # type: ignore[attr-defined]
    assert unseal(sealed, "a") == "hush"
    assert mark in marks("hush", "a")[1:]
    assert seal("hush", "a").split(".")[0] != sealed.split(".")[0]
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    for wrong, purpose in (
        (sealed, "a"),
        (seal("hush", "a"), "b"),
        ("", "a"),
        ("x.y", "a"),
        (seal("x", "a")[:-3], "a"),
    ):
        with pytest.raises(Unsealable):
            unseal(wrong, purpose)


def ruled() -> None:
    add(acting("admin").doing("create"), FactorRule(name="Sales", roles=["sales"]))


def test_a_rule_leads_to_enrolling_before_anything_else() -> None:
    with_password("sales")
    earlier = client_of("sales")
    ruled()
    assert not is_in(earlier)
    client = Client()
    assert knock(client, "sales", next="/people/")["Location"] == "/sign-in/enrol"
    assert not is_in(client)
    assert client.get("/api/v1/customers").status_code == 401
    assert client.get("/sign-in/enrol").status_code == 200
    assert client.get("/me/sign-in")["Location"].startswith("/sign-in")
    with_app(client)
    assert is_in(client)
    assert len(codes_shown(client)) == 10
    assert api_of("sales").get("/api/v1/customers").status_code == 200
    other = Client()
    knock(other, "admin", "a password of the cast")
    assert is_in(other)


def test_removing_a_factor_wipes_its_secret_and_its_codes() -> None:
    browser, sales = client_of("sales"), person_called("sales").pk
    with_app(browser)
    app = Credential.everything.get(person=sales, sort="code")
    assert client_of("rival").post(f"/me/sign-in/ways/{app.pk}/remove").status_code == 404
    assert browser.post(f"/me/sign-in/ways/{app.pk}/remove").status_code == 302
    rows = Credential.everything.filter(person=sales).exclude(sort="account")
    assert [(row.secret, row.removed_at is not None) for row in rows] == [("", True), ("", True)]
    lines = (
        Entry.objects.filter(entity="credential", record__in=[row.pk for row in rows])
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert list(lines) == ["enrol", "enrol", "remove", "remove"]
