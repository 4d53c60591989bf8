"""What a quote says on paper, in the language that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from concerto.commerce.quote.entity import quote as described
from concerto.commerce.quote.model import OPEN, Quote
from concerto.commerce.quote.paper.typesetting import typeset
from concerto.commerce.quote_line.entity import quote_line
from concerto.commerce.quote_line.model import QuoteLine
from concerto.commerce.quote_line.writing import called
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.pages.record.look import Look
from concerto.kernel.text.numbers import show_money, show_number

UNBROKEN = re.compile(r"[^\s\u2e80-\U0003ffff]{24}")
TEMPLATE = Path(__file__).with_name("paper.typ")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
OF_QUOTE = {
    "name",
    "customer",
    "currency",
    "valid_until",
    "terms",
    "state",
    "edition",
    "listed",
    "discount",
    "net",
    "tax",
    "gross",
    "sent_on",
}
OF_LINE = {"position", "item", "unit", "quantity", "unit_price", "discount_percent", "net", "product"}


def on_paper(look: Look, language: str) -> bytes:
    """The PDF. Raises Forbidden for whoever may not read all that stands in it, Refused where it cannot be written."""
    assert isinstance(look.record, Quote)
    if not may_print(look.actor):
        raise Forbidden()
    rows = visible_to(look.actor, QuoteLine).filter(quote=look.record.pk).select_related("product").defer("search")
    with override(language):
        return typeset(TEMPLATE, said(look, look.record, list(rows.order_by("position", "pk"))))


def may_print(actor: Actor) -> bool:
    return readable(actor, described).keys() >= OF_QUOTE and readable(actor, quote_line).keys() >= OF_LINE


def said(look: Look, quote: Quote, lines: Sequence[QuoteLine]) -> dict[str, Any]:
    chinese = (get_language() or "").startswith("zh")
    number = (
        look.code
        if quote.edition == 1
        else _("%(code)s, version %(version)s") % {"code": look.code, "version": quote.edition}
    )
    return {
        "lang": "zh" if chinese else "en",
        "region": "CN" if chinese else "US",
        "title": f"{number} {quote.name}",
        "number": number,
        "company": settings.COMPANY,
        "customer": breakable(look.words(described.fields["customer"])),
        "name": breakable(quote.name),
        "facts": facts(quote, number),
        "lines": [written(line) for line in lines],
        "sums": sums(quote),
        "total": [_("Gross"), money(quote, quote.gross)],
        "terms": quote.terms,
        "words": {
            "quote": _("Quotation") if quote.state not in OPEN else _("Quotation (draft)"),
            "customer": _("Customer"),
            "terms": pgettext("quote", "Terms"),
            "page": _("Page {page} of {pages}"),
            "columns": [pgettext("number", "No."), _("Item"), _("Quantity"), _("Unit price"), _("Discount"), _("Net")],
        },
    }


def facts(quote: Quote, number: str) -> list[list[str]]:
    day = described.fields["sent_on"].kind
    shown = [
        [pgettext("quote", "Number"), number],
        [_("Date"), day.show(described.fields["sent_on"], quote.sent_on or today())],
    ]
    if quote.valid_until:
        shown.append([_("Valid until"), day.show(described.fields["valid_until"], quote.valid_until)])
    return [*shown, [_("Currency"), quote.currency]]


def sums(quote: Quote) -> list[list[str]]:
    """What stands above the total: the discount only where there is one."""
    shown = [[_("Net"), money(quote, quote.net)], [_("Tax"), money(quote, quote.tax)]]
    if quote.discount:
        shown = [
            [_("By list price"), money(quote, quote.listed)],
            [_("Discount"), "-" + money(quote, quote.discount)],
            *shown,
        ]
    return shown


def written(line: QuoteLine) -> list[str]:
    """A row of the table. What a product is called in either language is said in that of the paper."""
    words = (
        called(line.product) if line.product and line.item in (line.product.name, line.product.name_zh) else line.item
    )
    off = f"{number_of(line.discount_percent)}%" if line.discount_percent else ""
    quantity = f"{number_of(line.quantity)} {line.unit}".strip()
    return [str(line.position), breakable(words), quantity, money(line, line.unit_price), off, money(line, line.net)]


def breakable(words: str) -> str:
    """What has no place to break a line gets some, so that it stays within its column."""
    return UNBROKEN.sub(lambda found: found[0] + "\u200b", words)


def money(record: Quote | QuoteLine, amount: Decimal | None) -> str:
    return show_money(amount or Decimal(0), record.currency, get_language() or "en")


def number_of(value: Decimal | None) -> str:
    return show_number(value or Decimal(0), get_language() or "en")
