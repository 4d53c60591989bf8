"""What pages ask of the database: as much for many rows as for one, and nothing while they are drawn."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from concerto.kernel.entity.registry import entities, named
from concerto.kernel.pages.listing.table import table_of
from concerto.kernel.query.listing import Asked, page
from concerto.kernel.ui.templating import one_proof, say
from tests.cast import acting, client_of, customer_of
from tests.queries import Queries

pytestmark = pytest.mark.django_db
NOUNS = [entity.id for entity in entities()]


@pytest.mark.parametrize("noun", NOUNS)
def test_rows_are_drawn_from_what_was_read(noun: str) -> None:
    """A column that was left out of the reading and is looked at after all would be asked for row by row."""
    entity = named(noun)
    for actor in (acting("admin"), acting("sales")):
        rows = page(actor, entity, Asked(limit=200)).rows
        table = table_of(actor, entity, rows)
        with Queries() as asked:
            drawn = table.all_rows()
        assert [query["sql"] for query in asked.captured_queries] == []
        assert drawn.count("<tr ") == len(rows)


def statements(path: str) -> int:
    client = client_of("admin")
    client.get(path)  # what is kept from then on
    with Queries() as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_list_and_a_record_ask_little() -> None:
    """Session, person, place; then views, rows and the usual view; or the record, its way and its timeline, or what stands
    beside it: a statement for each noun that is spoken of, however many of its records are; one for threads, one for pins."""
    assert statements("/customers/?view=all") <= 7
    record = f"/customers/{customer_of('own').pk}"
    assert statements(record) <= 42
    assert statements(f"{record}/related") <= 36  # whose it is and who looks after it: rules, seats, who is away


def test_forms_of_a_page_carry_one_proof() -> None:
    given = one_proof(RequestFactory().get("/"))
    assert str(given["csrf_token"]) in str(given["csrf_input"])
    assert str(given["csrf_input"]) == str(given["csrf_input"])
    assert 'name="csrfmiddlewaretoken"' in given["csrf_input"].__html__()


def test_sentences_escape_what_they_are_given() -> None:
    assert say("View: %(name)s", name="<b>") == "View: &lt;b&gt;"
    assert say("100 %% of “%(name)s”", name="a") == "100 % of “a”"
    assert say("100 %%") == "100 %"
