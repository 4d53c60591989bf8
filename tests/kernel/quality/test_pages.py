"""Figures, repairs, the catalogue, the test box, and the path of a value, as people see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import IMPORT
from concerto.kernel.actions import standard
from concerto.kernel.actions.merging.merge import merge
from concerto.kernel.batches.repairing.model import Repair, State
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.entity.shapes import begin as work_with
from concerto.kernel.entity.shapes import current
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.overlay.loading import refresh
from concerto.kernel.quality.looking import look
from concerto.kernel.quality.report.making import ensure_reports
from concerto.kernel.quality.report.model import QualityReport
from concerto.kernel.quality.suggesting import suggest
from tests.cast import acting, client_of, made
from tests.kernel.pages.reading import html

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


@pytest.fixture(autouse=True)
def shapes() -> Iterator[None]:
    before = current()
    yield
    work_with(before)


def report() -> QualityReport:
    found = QualityReport.everything.get(noun="customer")
    assert isinstance(found, QualityReport)
    return found


def cleaning(field: str, kind: str, **values: object) -> None:
    made(acting("admin"), "cleaning-rule", {"name": f"Rule {kind}", "field": field, "kind": kind, **values})
    refresh()


def test_the_steward_sees_the_figures_and_a_stranger_does_not() -> None:
    look(look(report()))
    page = html(client_of("sales").get(f"/quality/{report().pk}/figures"))
    assert "fault+%3D+%22name+valid%22" in page or "owner+is+empty" in page
    assert "The worst first" in page
    assert client_of("rival").get(f"/quality/{report().pk}/figures").status_code == 404
    assert client_of("sales").get("/quality/99999999999999999999/figures").status_code == 404


def test_fields_that_one_may_not_read_have_no_figures() -> None:
    look(report())
    standard.edit(acting("admin"), named("quality-report"), report().pk, {"steward": "logistics"})
    page = html(client_of("logistics").get(f"/quality/{report().pk}/figures"))
    assert "The worst first" in page
    assert "/catalogue/customer/city" in page
    assert "/catalogue/customer/tier" not in page


def test_repairs_are_accepted_ticked_or_all_and_left() -> None:
    admin = acting("admin")
    found = [standard.create(admin, CUSTOMER, {"name": f"Wide {n}", "city": "Ｗｕｘｉ"}).pk for n in range(3)]
    cleaning("city", "width")
    suggest(CUSTOMER)
    client, here = client_of("admin"), f"/quality/{report().pk}/repairs"
    page = html(client.get(here))
    assert "Ｗｕｘｉ" in page and "The cleaning rules write it so." in page
    ids = dict(Repair.objects.filter(record__in=found).values_list("record", "pk"))
    assert client.post(here, {"do": "leave", "repair": ids[found[0]]}).status_code == 302
    assert client.post(here, {"do": "accept", "repair": [ids[found[1]], "x", "-1"]}).status_code == 302
    cities = dict(Customer.everything.filter(pk__in=found).values_list("pk", "city"))
    assert cities == {found[0]: "Ｗｕｘｉ", found[1]: "Wuxi", found[2]: "Ｗｕｘｉ"}
    assert client.post(here, {"do": "all", "field": "city", "origin": "rule"}).status_code == 302
    assert Customer.everything.get(pk=found[2]).city == "Wuxi"
    states = dict(Repair.objects.filter(record__in=found).values_list("record", "state"))
    assert states == {found[0]: State.LEFT, found[1]: State.DONE, found[2]: State.DONE}
    assert client.post(here, {"do": "accept"}).status_code == 302
    assert client.post(here, {"do": "all", "field": "\0"}).status_code == 302


def test_whoever_may_not_change_a_record_is_not_asked_about_it() -> None:
    found = standard.create(acting("admin"), CUSTOMER, {"name": "Wide", "city": "Ｗｕｘｉ", "owner": "rival"})
    cleaning("city", "width")
    suggest(CUSTOMER)
    assert Repair.objects.filter(record=found.pk).count() == 1
    assert "Ｗｕｘｉ" not in html(client_of("sales").get(f"/quality/{report().pk}/repairs"))


def test_every_field_of_every_noun_is_in_the_catalogue_a_new_one_at_once() -> None:
    client = client_of("admin")
    for entity in entities():
        page = html(client.get("/catalogue", {"noun": entity.id}))
        assert [id for id in entity.fields if f"/catalogue/{entity.id}/{id}" not in page] == []
    made(
        acting("admin"), "custom-field", {"noun": "customer", "key": "x_loyal", "label": "Loyalty", "help": "How true."}
    )
    assert "/catalogue/customer/x_loyal" in html(client.get("/catalogue", {"q": "loyalty"}))
    assert "How true." in html(client.get("/catalogue/customer/x_loyal"))


def test_the_catalogue_tells_the_meaning_and_where_a_field_is_used() -> None:
    admin = acting("admin")
    made(admin, "catalogue-entry", {"name": "City", "noun": "customer", "field": "city", "meaning": "Of the head office.",
                                    "meaning_zh": "总部所在地。"})  # fmt: skip
    made(admin, "view", {"name": "Of Wuxi", "noun": "customer", "filter": "city = Wuxi"})
    made(admin, "view", {"name": "Of capacity", "noun": "customer", "filter": 'name ~ "capacity"'})
    page = html(client_of("admin").get("/catalogue/customer/city"))
    assert "Of the head office." in page and "Of Wuxi" in page and "Of capacity" not in page
    assert "总部所在地。" in html(
        client_of("admin").get("/catalogue/customer/city", headers={"accept-language": "zh-CN"})
    )
    assert client_of("logistics").get("/catalogue/customer/tier").status_code == 404
    assert "/catalogue/customer/tier" not in html(client_of("logistics").get("/catalogue", {"noun": "customer"}))


def test_a_value_is_tried_step_by_step_and_the_same_is_kept() -> None:
    cleaning("city", "width", position=1)
    cleaning("city", "upper", position=2, active=False)
    page = html(
        client_of("admin").get("/cleaning-rules/try", {"noun": "customer", "field": "city", "value": "Ｗｕｘｉ"})
    )
    assert "<code><b>Wuxi</b></code>" in page and "WUXI" not in page
    wrong = html(
        client_of("admin").get("/cleaning-rules/try", {"noun": "customer", "field": "website", "value": "javascript:x"})
    )
    assert "Only web addresses" in wrong
    assert client_of("sales").get("/cleaning-rules/try").status_code == 403


def test_the_path_of_a_value_leads_from_the_files_row_through_a_merge_to_now() -> None:
    admin = acting("admin")
    cleaning("city", "width")
    with transaction.atomic():
        batch = Import(person_id=admin.person, file_name="visits.csv", noun="customer")
        from concerto.kernel.actions.change import add

        add(admin.doing("create"), batch)
    loser = standard.create(admin.at(IMPORT).within(batch.pk, 7), CUSTOMER, {"name": "From a file", "city": "Ｗｕｘｉ"})
    winner = standard.create(admin, CUSTOMER, {"name": "By hand"})
    merge(admin, CUSTOMER, winner.pk, loser.pk, {})
    standard.edit(admin, CUSTOMER, winner.pk, {"city": "Suzhou"})
    source = html(client_of("admin").get(f"/customers/{winner.pk}/source/city"))
    for told in (
        "visits.csv",
        "line 7",
        "Given as",
        "<code>Ｗｕｘｉ</code>",
        "in From a file, which was merged into this one",
        "Wuxi",
    ):
        assert told in source, (told, source)


def test_nouns_of_the_business_have_a_report_and_one_put_away_stays_away() -> None:
    ensure_reports()
    nouns = set(QualityReport.everything.values_list("noun", flat=True))
    assert {"customer", "note", "activity"} <= nouns
    assert "token" not in nouns
    ensure_reports()
    assert QualityReport.everything.count() == len(nouns)
