"""What people set for themselves shows on every page they open, and nobody else's."""

from __future__ import annotations

import pytest

from concerto.kernel.access.person.model import Person
from tests.cast import client_of, customer_of
from tests.kernel.pages.reading import html

pytestmark = pytest.mark.django_db
ALL = {
    "language": "en", "time_zone": "Europe/Oslo", "week": "saturday", "dates": "dmy", "amounts": "wan",
    "theme": "dark", "density": "compact",
}  # fmt: skip


def test_everything_is_kept_and_shown_again() -> None:
    sales = client_of("sales")
    assert sales.post("/me/settings", ALL)["Location"] == "/me/settings"
    kept = Person.everything.values(*ALL).get(username="sales")
    assert kept == ALL
    page = html(sales.get("/me/settings"))
    assert [f'value="{value}" selected' in page for value in ("saturday", "dmy", "wan", "dark", "compact")] == [
        True
    ] * 5
    assert "<option selected>Europe/Oslo" in page


def test_days_weeks_and_amounts_follow_the_person() -> None:
    sales, admin = client_of("sales"), client_of("admin")
    customer_of("own").__class__.everything.filter(pk=customer_of("own").pk).update(revenue=12_345_678)
    sales.post("/me/settings", ALL)
    mine, theirs = (html(each.get("/customers/?layout=calendar&month=2026-11")) for each in (sales, admin))
    assert mine.index("Sat<") < mine.index("Sun<") < mine.index("Mon<")
    assert theirs.index("Sun<") < theirs.index("Mon<") < theirs.index("Sat<")
    assert "¥1,235 万" in html(sales.get("/customers/"))
    assert "¥12.3 M" in html(admin.get("/customers/"))


@pytest.mark.parametrize("wrong", [{"week": "x"}, {"time_zone": "Mars/Here"}, {"dates": "\x00"}, {"theme": ""}])
def test_what_cannot_be_is_said_and_nothing_is_kept(wrong: dict[str, str]) -> None:
    before = Person.everything.values(*ALL).get(username="sales")
    response = client_of("sales").post("/me/settings", ALL | wrong)
    assert (response.status_code, Person.everything.values(*ALL).get(username="sales")) == (422, before)
    assert "field-error" in html(response)
