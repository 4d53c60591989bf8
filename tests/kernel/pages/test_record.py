"""The page of a record: what it shows to whom, and at what price."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from concerto.customers.customer.model import Customer
from concerto.customers.customer.tiers import Tier
from concerto.customers.note.model import Note
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions import standard
from concerto.kernel.actions.action import action
from concerto.kernel.actions.bulk import add_many
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.registry import entities, named
from tests.cast import acting, client_of, customer_of, made, person_called
from tests.kernel.pages.reading import html, words
from tests.queries import Queries

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ENTRY = re.compile(r'<li class="entry"[^>]*>(.*?)</div></li>', re.DOTALL)


@pytest.fixture
def own() -> Customer:
    return customer_of("own")


def address(customer: Customer, *parts: str) -> str:
    return "/".join((f"/customers/{customer.pk}", *parts))


def cell(page: str, field: str) -> str:
    """What stands in the facts under a field, without tags; "" where there is no such field."""
    found = re.search(rf'<dd data-field="{field}"[^>]*>(.*?)</dd>', page, re.DOTALL)
    return words(found[1]) if found else ""


def told(page: str) -> list[str]:
    """The entries of a timeline, each as one line of words."""
    return [" ".join(words(entry).split()) for entry in ENTRY.findall(page)]


def test_the_page_shows_facts_timeline_and_what_belongs_to_the_record(own: Customer) -> None:
    page = html(client_of("sales").get(address(own)))
    assert cell(page, "name") == "苏州晨星科技有限公司"
    assert cell(page, "revenue") == "¥1,250,000.50"
    assert cell(page, "owner") == "李青"
    assert "C-00002" in page
    assert 'aria-current="step"' in page
    assert any("Offer of sales" in entry for entry in told(page))
    assert "138 1234 0002" in page or "13812340002" in page
    assert "欧阳静" in html(client_of("sales").get(f"{address(own)}/related"))


def test_every_noun_has_a_page_a_form_and_a_history() -> None:
    admin = client_of("admin")
    for entity in entities():
        for record in entity.model.everything.filter(trashed_at=None)[:1]:
            for part in ("", "/related", "/history", "?peek=1"):
                response = admin.get(f"/{entity.path}/{record.pk}{part}")
                assert response.status_code == (404 if entity.follows and parent_is_gone(entity, record) else 200), (
                    entity,
                    part,
                )


def parent_is_gone(entity: object, record: object) -> bool:
    parent = getattr(record, entity.follows.id)  # type: ignore[attr-defined]  # an entity that follows
    return parent is not None and parent.trashed_at is not None


@pytest.mark.parametrize("id", ["999999", str(2**63), "9" * 40, "0", "abc", "1.5", "-1", "１"])
def test_an_id_that_is_none_is_not_found(id: str) -> None:
    sales = client_of("sales")
    for part in ("", "/edit", "/history", "/timeline", "/head", "/fields/city", "/source/city"):
        assert sales.get(f"/customers/{id}{part}").status_code == 404, part
    for part in ("/delete", "/compose", "/undo/1", "/fields/city", "/edit"):
        assert sales.post(f"/customers/{id}{part}", {"kind": "note", "text": "x"}).status_code == 404, part


@pytest.mark.parametrize("whose", ["other", "group", "nobody", "trashed"])
def test_a_record_out_of_reach_is_as_one_that_does_not_exist(whose: str) -> None:
    sales, customer = client_of("sales"), customer_of(whose)
    remembered = () if whose == "trashed" else ("/history",)  # whoever may restore it may see what became of it
    for part in ("", "/edit", "/timeline", "/related", "/head", "/fields/city", "/source/city", *remembered):
        response = sales.get(address(customer) + part)
        assert response.status_code == 404, part
        assert customer.name not in html(response)
    for part in ("/delete", "/compose", "/undo/1", "/fields/city", "/edit", "/actions/none"):
        assert sales.post(address(customer) + part, {"kind": "note", "text": "x"}).status_code == 404, part


def test_strangers_are_asked_to_sign_in_and_fragments_answer_401(own: Customer) -> None:
    stranger = Client()
    assert stranger.get(address(own))["Location"] == f"/sign-in?next=%2Fcustomers%2F{own.pk}"
    assert stranger.post(address(own, "compose"), headers=HTMX).status_code == 401
    assert stranger.post(address(own, "edit"), headers=HTMX).status_code == 401


def test_a_hidden_field_does_not_exist_and_a_masked_one_never_says_what_it_holds(own: Customer) -> None:
    standard.edit(acting("admin"), named("customer"), own.pk, {"source": "Secret fair", "revenue": "777777"})
    service = client_of("service")
    for part in ("", "/related", "/history", "/timeline", "/edit", "?peek=1", "/fields/source?show=1"):
        page = html(service.get(address(own) + part))
        for secret in ("Secret fair", "Fair in Suzhou", "777777", "777,777", "1,250,000", "1250000", "Yearly revenue"):
            assert secret not in page, (part, secret)
    assert cell(html(service.get(address(own))), "source") == "•••"
    assert service.get(address(own, "fields", "revenue")).status_code == 404
    assert service.get(address(own, "source", "revenue")).status_code == 404
    assert service.get(address(own, "source", "source")).status_code == 404
    assert service.get(address(own, "history?field=revenue")).status_code == 404


def test_a_linked_record_out_of_sight_is_dotted_out() -> None:
    standard.edit(acting("admin"), named("customer"), customer_of("own").pk, {"parent": customer_of("other").pk})
    sales, here = client_of("sales"), address(customer_of("own"))
    assert cell(html(sales.get(here)), "parent") == "•••"
    assert "Harbour Mills" not in html(sales.get(here)) + html(sales.get(f"{here}/related"))


def test_buttons_are_those_of_the_reader(own: Customer) -> None:
    sales, lawyer = (html(client_of(name).get(address(own))) for name in ("sales", "legal"))
    assert f'href="{address(own)}/edit"' in sales
    assert f'href="{address(own)}/edit"' not in lawyer
    assert "data-editable" in sales
    assert "data-editable" not in lawyer
    assert "/delete" not in sales
    assert f'action="{address(own)}/delete"' in html(client_of("data").get(address(own)))
    assert "/contact-points/new?customer=" in sales
    assert "/contact-points/new?customer=" not in lawyer


def test_a_filter_keeps_the_entries_of_one_noun(own: Customer) -> None:
    sales = client_of("sales")
    notes = told(html(sales.get(address(own, "timeline?only=note"), headers=HTMX)))
    assert len(notes) == 1
    assert "Remember" in notes[0]
    assert sales.get(address(own, "timeline?only=token"), headers=HTMX).status_code == 404
    assert sales.get(address(own, "timeline?before=nonsense"), headers=HTMX).status_code == 400


def test_what_came_before_is_read_on_without_a_gap(own: Customer) -> None:
    for number in range(45):
        made(acting("sales"), "note", {"customer": own.pk, "body": f"Note {number:02d}."})
    sales, seen, next = client_of("sales"), [], address(own, "timeline?only=note")
    while next:
        page = html(sales.get(next, headers=HTMX))
        seen += re.findall(r"Note \d\d\.", page)
        following = re.search(r'class="entry-more" hx-get="([^"]+)"', page)
        next = following[1].replace("&amp;", "&") if following else ""
    assert seen == [f"Note {number:02d}." for number in reversed(range(45))]


def price(client: Client, place: str) -> int:
    with Queries() as asked:
        assert client.get(place).status_code == 200
    return len(asked)


@pytest.mark.parametrize("username", ["admin", "sales", "service"])
def test_the_price_does_not_grow_with_what_is_shown(username: str) -> None:
    customer, client = customer_of("own"), client_of(username)
    price(client, address(customer))  # what is kept from then on
    before = price(client, address(customer))
    writer = acting("admin")
    for number in range(3):
        made(writer, "note", {"customer": customer.pk, "body": f"More {number}"})
        made(writer, "activity", {"customer": customer.pk, "subject": f"Call {number}"})
        made(writer, "contact-point", {"customer": customer.pk, "medium": "wechat", "value": f"more-{number}"})
    assert price(client, address(customer)) == before
    assert (
        before <= 42
    )  # the timeline asks once for each noun that it names; a deal names its pipeline and who buys, a quote its lines


def test_the_latest_of_five_thousand_entries_cost_what_those_of_a_few_do(own: Customer) -> None:
    admin = client_of("admin")
    before = price(admin, address(own))
    author = person_called("sales")
    notes = [(None, Note(customer=own, body=f"Old note {number}", author=author)) for number in range(5000)]
    add_many(acting("admin").doing("create"), named("note"), notes)
    page = html(admin.get(address(own)))
    assert price(admin, address(own)) <= before
    assert len(told(page)) == 20


def test_the_peek_says_it_in_brief(own: Customer) -> None:
    peek = html(client_of("sales").get(address(own, "?peek=1").replace("/?", "?"), headers=HTMX))
    assert "data-peek-close" in peek
    assert "苏州晨星科技有限公司" in peek
    assert "<html" not in peek
    assert "data-editable" not in peek


def test_a_source_says_who_wrote_a_value_and_what_it_was(own: Customer) -> None:
    standard.edit(acting("service-lead"), named("customer"), own.pk, {"city": "Wuxi"})
    source = words(html(client_of("sales").get(address(own, "source", "city"), headers=HTMX)))
    assert "周岚" in source
    assert "苏州" in source
    assert "2 times" in source


def test_a_source_names_batch_and_line(own: Customer) -> None:
    importer = acting("admin", door="import").within(7, 204)
    standard.edit(importer, named("customer"), own.pk, {"city": "Nanjing"})
    source = words(html(client_of("sales").get(address(own, "source", "city"), headers=HTMX)))
    assert "by import, batch 7, line 204" in source


@action(on=Customer, label="Move away", icon="map-pin")
def move_away(actor: Actor, customer: Customer, *, city: str, tier: Tier | None = None) -> None:
    """For these tests: a verb that asks for something."""
    if city == "Atlantis":
        raise Refused("Nobody lives there.")
    change(actor, customer, city=city)


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(named("customer").actions, "move-away", move_away)
    return "move-away"


def test_a_verb_of_the_noun_asks_in_a_dialog_and_is_done(own: Customer, verb: str) -> None:
    sales, here = client_of("sales"), address(own, "actions", verb)
    assert here in html(sales.get(address(own)))
    dialog = html(sales.get(here, headers=HTMX))
    assert "data-open" in dialog
    assert 'name="city" type="text" value="苏州"' in dialog
    missing = sales.post(here, {"city": " "}, headers=HTMX)
    assert (missing.status_code, "This is needed." in html(missing)) == (422, True)
    refused = sales.post(here, {"city": "Atlantis"}, headers=HTMX)
    assert (refused.status_code, refused.json()["detail"]) == (409, "Nobody lives there.")
    done = sales.post(here, {"city": "Wuxi", "tier": ""}, headers=HTMX)
    assert (done.status_code, done["HX-Refresh"]) == (200, "true")
    assert customer_of("own").city == "Wuxi"
    assert sales.post(here, {"city": "Suzhou"})["Location"] == address(own)


def test_a_verb_is_offered_to_those_who_may_do_it(own: Customer, verb: str) -> None:
    lawyer, here = client_of("legal"), address(own, "actions", verb)
    assert here not in html(lawyer.get(address(own)))
    assert lawyer.post(here, {"city": "Wuxi"}).status_code == 403
    assert customer_of("own").city == "苏州"


def test_an_unknown_verb_is_not_found(own: Customer) -> None:
    assert client_of("admin").post(address(own, "actions", "explode")).status_code == 404
