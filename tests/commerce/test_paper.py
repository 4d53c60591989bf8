"""Quotes on paper: what is typed comes out as it was typed, for whoever may read all of it."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from concerto.commerce.quote.actions import add_line, send
from concerto.commerce.quote.paper import typesetting
from concerto.kernel.actions.standard import edit
from concerto.kernel.entity.registry import named
from tests.cast import acting, api_of, client_of, customer_of
from tests.commerce.making import lined, quoted
from tests.queries import Queries

pytestmark = pytest.mark.django_db

HOSTILE = '#panic() $x^2$ *b* _u_ "q" \\ `raw` @ref <tag> [c] #let a = 1 // 说明 = 标题 - + / ~ \u202e{{x}}'


def text_of(pdf: bytes) -> str:
    """All that stands in it, without the blanks and breaks that setting it makes."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_what_is_typed_is_not_read_as_markup() -> None:
    quote = quoted(name=f"Q {HOSTILE}"[:190], terms=f"{HOSTILE}\n= Second\n\n#third")
    edit(acting("admin"), named("customer"), customer_of("own").pk, {"name": f"客户 {HOSTILE}"[:100]})
    add_line(acting("sales"), quote, item=f"L {HOSTILE}"[:290], quantity=Decimal(2), unit_price=Decimal("9.5"))
    lined(quote)
    for language, words in (
        ("en", ("Quotation(draft)", "Page1of1", "Pump")),
        ("zh-hans", ("报价单（草稿）", "第1页，共1页", "水泵")),
    ):
        response = client_of("sales").get(f"/quotes/{quote.pk}/pdf", {"language": language})
        assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
        text = text_of(response.content)
        for typed in ('#panic()$x^2$*b*_u_"q"\\`raw`@ref<tag>[c]#leta=1', "=Second", "#third", *words):
            assert typed in text, (language, typed, text)


def test_long_words_stay_on_the_paper_and_many_lines_go_on_the_next() -> None:
    quote = quoted(name="N" * 150)
    for place in range(45):
        add_line(acting("sales"), quote, item=f"{place} " + "W" * 120, quantity=Decimal(1), unit_price=Decimal(10))
    send(acting("sales"), quote)
    read = PdfReader(BytesIO(client_of("sales").get(f"/quotes/{quote.pk}/pdf").content))
    assert len(read.pages) > 2
    assert f"Page 1 of {len(read.pages)}" in read.pages[0].extract_text()
    assert "Unit price" in read.pages[1].extract_text()
    assert "Gross" in read.pages[-1].extract_text()


def test_the_api_hands_out_the_same_and_no_other_language() -> None:
    quote = quoted()
    lined(quote)
    program = api_of("sales")
    response = program.get(f"/api/v1/quotes/{quote.pk}/pdf?language=zh-hans")
    assert response.content.startswith(b"%PDF")
    assert (
        response.headers["Content-Disposition"]
        == f'attachment; filename="{named("quote").code(quote.pk)} Plant two.pdf"'
    )
    assert program.get(f"/api/v1/quotes/{quote.pk}/pdf?language=fr").status_code == 400
    assert program.get("/api/v1/quotes/999999/pdf").status_code == 404
    assert api_of("rival").get(f"/api/v1/quotes/{quote.pk}/pdf").status_code == 404


def test_without_a_chinese_font_chinese_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "chinese_font", lambda: None)
    quote = quoted()
    edit(acting("admin"), named("customer"), customer_of("own").pk, {"name": "Harbour Mills Ltd"})
    lined(quote)
    program = api_of("sales")
    assert text_of(program.get(f"/api/v1/quotes/{quote.pk}/pdf?language=en").content).count("HarbourMillsLtd") == 1
    response = program.get(f"/api/v1/quotes/{quote.pk}/pdf?language=zh-hans")
    assert response.status_code == 409
    assert "fonts-noto-cjk" in json.loads(response.content)["detail"]


def test_a_page_and_its_paper_ask_the_same_for_one_line_and_for_three() -> None:
    browser, quote = client_of("sales"), quoted()
    counts = []
    for _line in range(3):
        lined(quote)
        browser.get(f"/quotes/{quote.pk}")
        with Queries() as page:
            browser.get(f"/quotes/{quote.pk}")
        with Queries() as paper:
            browser.get(f"/quotes/{quote.pk}/pdf")
        counts.append((len(page), len(paper)))
    assert len(set(counts)) == 1, counts
