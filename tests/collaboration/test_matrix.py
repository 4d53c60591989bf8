"""Who does which step: rules of responsibility as a matrix, and the gaps in it."""

from __future__ import annotations

from html import unescape
from urllib.parse import quote_plus

import pytest

from concerto.collaboration.people.matrix.laying_out import Matrix, columns, matrices, rules_of
from concerto.collaboration.people.responsibility.model import Responsibility
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import named
from tests.cast import acting, client_of, customer_of

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")
PAGE = "/responsibilities/matrix"


@pytest.fixture(autouse=True)
def no_rules_yet(db: None) -> None:
    """The cast has some; here everybody begins without."""
    Responsibility.everything.all().delete()


def rule(**given: object) -> int:
    return create(acting("admin"), named("responsibility"), {"name": "Rule", "noun": "customer", **given}).pk


def laid_out() -> list[Matrix]:
    return matrices(CUSTOMER, rules_of(acting("sales"), CUSTOMER))


def told(matrix: Matrix) -> dict[str, dict[str, str]]:
    """Step → whom → letters, small where a rule of more says it."""
    return {
        row.step: {
            word: "".join(each.sign.lower() if each.taken else each.sign for each in letters)
            for word, letters in row.cells.items()
        }
        for row in matrix.rows
    }


def test_letters_stand_where_the_rules_that_count_have_them() -> None:
    rule(does="owner", told=["all-finance"])
    rule(step="acquire", does="seat-sales", answers="owner", asked=["role-legal"])
    rule(step="acquire", filter="city is not empty", does="all-legal", answers="all-legal")
    whole, some = laid_out()
    steps = list(CUSTOMER.steps.choices)  # type: ignore[union-attr]
    of_all = {"owner": "r", "all-finance": "i"}
    acquire = {"seat-sales": "R", "owner": "A", "role-legal": "C", "all-finance": "i"}
    assert (whole.filter, some.filter) == ("", "city is not empty")
    assert told(whole) == {
        "": {"owner": "R", "all-finance": "I"}, **dict.fromkeys(steps, of_all), "acquire": acquire,
    }  # fmt: skip
    assert told(some) == {
        **dict.fromkeys(steps, of_all), "acquire": {"all-legal": "RA", "role-legal": "c", "all-finance": "i"},
    }  # fmt: skip
    known = columns(rules_of(acting("sales"), CUSTOMER))
    assert [each.word for each in known] == ["owner", "seat-sales", "all-finance", "all-legal", "role-legal"]


def test_a_step_that_nobody_does_or_answers_for_is_a_gap() -> None:
    assert [len(row.gaps) for row in laid_out()[0].rows] == [2] * len(CUSTOMER.steps.choices)  # type: ignore[union-attr]
    rule(step="acquire", does="owner")
    rule(step="retain", does="owner", answers="head")
    gaps = {row.step: [str(gap) for gap in row.gaps] for row in laid_out()[0].rows}
    assert gaps["acquire"] == ["Nobody answers for it"]
    assert gaps["retain"] == []
    assert laid_out()[0].gaps == len(gaps) - 1


def test_a_cell_opens_its_rule_and_a_gap_offers_to_fill_it_for_whoever_may() -> None:
    made = rule(step="acquire", does="owner")
    mine, others = (
        unescape(client_of(who).get(PAGE, {"noun": "customer"}).content.decode()) for who in ("admin", "sales")
    )
    label = quote_plus(str(CUSTOMER.steps.choices["retain"]))  # type: ignore[union-attr]
    assert f'href="/responsibilities/{made}/edit?back=%2Fresponsibilities%2Fmatrix%3Fnoun%3Dcustomer"' in mine
    assert f"/responsibilities/new?name={label}&noun=customer&step=retain&back=" in mine
    assert f'href="/responsibilities/{made}"' in others
    assert "/edit" not in others and "/responsibilities/new" not in others
    assert '/customers/?filter=stage+%3D+acquire"' in others


def test_whoever_fills_a_gap_comes_back_to_the_matrix() -> None:
    admin, back = client_of("admin"), f"{PAGE}?noun=customer"
    sent = {"name": "Win", "noun": "customer", "step": "acquire", "does": "owner", "back": back}
    assert admin.post("/responsibilities/new", sent)["Location"] == back
    made = rules_of(acting("admin"), CUSTOMER)[0]
    edit = f"/responsibilities/{made.pk}/edit"
    assert f'name="back" value="{back}"' in admin.get(edit, {"back": back}).content.decode()
    again = sent | {"answers": "head", "version": str(made.version)}
    assert admin.post(edit, again)["Location"] == back
    assert admin.post(edit, again | {"back": "//evil.example/"})["Location"] == f"/responsibilities/{made.pk}"


def test_a_record_leads_to_the_matrix_and_nonsense_is_nothing() -> None:
    rule(step=customer_of("own").stage, does="owner", told=["all-finance"])
    page = client_of("sales").get(f"/customers/{customer_of('own').pk}/related").content.decode()
    assert f'href="{PAGE}?noun=customer#step-{customer_of("own").stage}"' in page
    assert (
        client_of("sales").get(PAGE, {"noun": "person"}).status_code == 200
    )  # what nobody looks after has none: the first is shown
    assert "No rule" not in client_of("newcomer").get(PAGE).content.decode()
