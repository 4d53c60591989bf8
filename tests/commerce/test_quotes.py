"""Quotes from a draft to an answer: lines, discounts that somebody must agree to, versions; a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest

from concerto.collaboration.approvals.approval.actions import approve as agree
from concerto.collaboration.approvals.approval.model import Approval
from concerto.commerce.exchange_rate.model import ExchangeRate
from concerto.commerce.price.model import Price
from concerto.commerce.quote.actions import accept, add_line, approve, decline, revise, send
from concerto.commerce.quote.expiring import expire
from concerto.commerce.quote.model import Quote, State
from concerto.commerce.quote_line.actions import change_line, remove_line
from concerto.commerce.quote_line.model import QuoteLine
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.gates import NeedsApproval, ask
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.standard import delete, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from tests.cast import acting, made
from tests.commerce.making import in_days, lined, pump, quoted

pytestmark = pytest.mark.django_db

AMOUNTS = ("listed", "discount", "net", "tax", "gross", "steepest")


def amounts(quote: Quote) -> dict[str, Decimal]:
    quote.refresh_from_db()
    return {id: getattr(quote, id) for id in AMOUNTS}


@contextmanager
def refused(quote: Quote, why: type[Refused] = Refused, says: str = "") -> Iterator[None]:
    """What is refused leaves the quote, its lines and the journal as they were."""

    def there() -> list[Any]:
        rows: list[Callable[[], Any]] = [
            lambda: list(Quote.everything.order_by("pk").values()),
            lambda: list(QuoteLine.everything.order_by("pk").values()),
            Entry.objects.count,
        ]
        return [row() for row in rows]

    before = there()
    with pytest.raises(why) as problem:
        yield
    assert says in str(problem.value.message)
    assert there() == before


def sent(**more: Any) -> Quote:
    quote = quoted(**more)
    lined(quote)
    send(acting("sales"), quote)
    quote.refresh_from_db()
    return quote


# -- lines ----------------------------------------------------------------------------------------------------------
def test_lines_add_up_and_keep_what_they_were_made_with() -> None:
    quote = quoted()
    line = lined(quote, 3, discount_percent=Decimal(5))
    add_line(
        acting("sales"),
        quote,
        item="Fitting",
        quantity=Decimal("1.5"),
        unit_price=Decimal("333.33"),
        tax_percent=Decimal(6),
    )
    assert (line.item, line.list_price, line.unit_price, line.tax_percent, line.net) == (
        "Pump",
        1100,
        1100,
        13,
        Decimal("3135.00"),
    )
    assert amounts(quote) == {
        "listed": Decimal("3800.00"), "discount": Decimal("165.00"), "net": Decimal("3635.00"),
        "tax": Decimal("437.55"), "gross": Decimal("4072.55"), "steepest": Decimal(5),
    }  # fmt: skip
    Price.everything.filter(product=pump().pk).update(price=9999)
    change_line(acting("sales"), line, discount_percent=Decimal(10))
    line.refresh_from_db()
    assert (line.list_price, line.unit_price, line.net) == (1100, 1100, 2970)
    remove_line(acting("sales"), line)
    assert amounts(quote)["net"] == Decimal("500.00")
    assert amounts(quote)["steepest"] == 0


def test_another_quantity_has_the_price_of_that_quantity() -> None:
    """Else whoever quotes a hundred, and then one, would have the price of a hundred without a discount."""
    book = Price.everything.get(product=pump().pk).book_id
    made(acting("admin"), "price", {"book": book, "product": pump().pk, "price": "900", "least": "100"})
    quote = quoted()
    line = lined(quote, 100)
    assert line.unit_price == 900
    change_line(acting("sales"), line, quantity=Decimal(1))
    line.refresh_from_db()
    assert (line.list_price, line.unit_price, amounts(quote)["net"]) == (1100, 1100, 1100)
    change_line(acting("sales"), line, unit_price=Decimal(1000))
    change_line(acting("sales"), line, quantity=Decimal(100))
    line.refresh_from_db()
    assert (line.list_price, line.unit_price) == (900, 1000)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"quantity": Decimal(1)}, "item"),
        ({"quantity": Decimal(1), "item": "Fitting"}, "unit_price"),
        ({"quantity": Decimal(0), "item": "Nothing", "unit_price": Decimal(1)}, ""),
        ({"quantity": Decimal(-1), "item": "Less", "unit_price": Decimal(1)}, ""),
        ({"quantity": Decimal(1), "item": "Gift", "unit_price": Decimal(-1)}, ""),
        ({"quantity": Decimal(1), "item": "Gift", "unit_price": Decimal(1), "discount_percent": Decimal(101)}, ""),
        ({"quantity": Decimal(10**11), "item": "All of it", "unit_price": Decimal(10**11)}, "quantity"),
    ],
)
def test_lines_that_cannot_be_are_refused(given: dict[str, Any], wrong: str) -> None:
    quote = quoted()
    with refused(quote, Invalid):
        add_line(acting("sales"), quote, **given)
    with pytest.raises(Invalid) as problem:
        add_line(acting("sales"), quote, **given)
    assert [*problem.value.problems] == [wrong]


def test_a_currency_without_a_price_needs_one() -> None:
    quote = quoted(currency="EUR")
    with refused(quote, Invalid):
        lined(quote)
    lined(quote, unit_price=Decimal(140))
    with refused(quote, Invalid):
        edit(acting("sales"), named("quote"), quote.pk, {"currency": "CNY"})


def test_only_whoever_may_edit_the_quote_touches_its_lines() -> None:
    quote = quoted()
    line = lined(quote)
    for verb, given in ((change_line, {"discount_percent": Decimal(50)}), (remove_line, {})):
        with refused(quote, Forbidden):
            verb(acting("mate"), line, **given)


# -- discounts ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "lines",
    [
        [{"quantity": 1, "discount_percent": Decimal("10.01")}],
        [{"quantity": 1, "unit_price": Decimal("989")}],
        [{"quantity": 9}, {"quantity": 1, "discount_percent": Decimal(100)}],
        [{"quantity": 1, "unit_price": Decimal("1045"), "discount_percent": Decimal(6)}],
        [{"quantity": 9, "unit_price": Decimal("9999")}, {"quantity": 1, "discount_percent": Decimal(11)}],
    ],
    ids=["given", "typed lower", "all of it on one line", "half typed, half given", "behind a mark-up"],
)
def test_more_discount_than_the_role_may_give_is_not_sent(lines: list[dict[str, Any]]) -> None:
    quote = quoted()
    for line in lines:
        lined(quote, **line)
    with refused(quote, says="more than the 10 % that you may give: have it approved first"):
        send(acting("sales"), quote)
    with refused(quote, says="no approval rule says whom to ask"):
        approve(acting("sales"), quote)


def test_a_discount_within_the_limit_needs_nobody() -> None:
    quote = quoted()
    lined(quote, discount_percent=Decimal(10))
    send(acting("sales"), quote)
    quote.refresh_from_db()
    assert (quote.state, quote.worth) == (State.SENT, quote.gross)


def test_whose_limit_reaches_further_sends_it() -> None:
    made(acting("admin"), "discount-limit", {"name": "Managers", "role": "sales-manager", "percent": "20"})
    quote = quoted()
    lined(quote, discount_percent=Decimal(20))
    send(acting("sales-manager"), quote)
    assert Quote.everything.get(pk=quote.pk).state == State.SENT


def test_a_steep_discount_is_asked_for_by_degrees() -> None:
    """Once granted it can be sent; a line that changes afterwards takes the grant with it."""
    admin = acting("admin")
    for over, role in ((10, "finance"), (30, "executive")):
        rule = made(
            admin,
            "approval-rule",
            {"name": f"Over {over} %", "noun": "quote", "does": "approve", "filter": f"steepest > {over}"},
        )
        made(admin, "approval-step", {"rule": rule.pk, "name": role, "role": role})
    quote = quoted()
    line = lined(quote, discount_percent=Decimal(40))
    approval = asked(quote)
    assert (approval.steps, approval.noun, approval.does) == (2, "quote", "approve")
    with refused(quote, says="have it approved first"):
        send(acting("sales"), quote)
    agree(acting("finance"), approval)
    assert Quote.everything.get(pk=quote.pk).state == State.DRAFT
    agree(acting("executive"), approval)
    assert Quote.everything.get(pk=quote.pk).state == State.APPROVED
    change_line(acting("sales"), line, discount_percent=Decimal(45))
    assert Quote.everything.get(pk=quote.pk).state == State.DRAFT
    change_line(acting("sales"), line, discount_percent=Decimal(25))
    approval = asked(quote)
    assert approval.steps == 1
    agree(acting("finance"), approval)
    send(acting("sales"), quote)
    assert Quote.everything.get(pk=quote.pk).state == State.SENT


def asked(quote: Quote) -> Approval:
    seller = acting("sales")
    with pytest.raises(NeedsApproval) as needed:
        approve(seller, quote)
    ask(seller, needed.value)
    found = Approval.everything.filter(subject=named("quote").code(quote.pk)).latest("pk")
    assert isinstance(found, Approval)
    return found


def test_what_was_changed_while_it_was_decided_is_not_approved() -> None:
    rule = made(
        acting("admin"),
        "approval-rule",
        {"name": "Steep", "noun": "quote", "does": "approve", "filter": "steepest > 10"},
    )
    made(acting("admin"), "approval-step", {"rule": rule.pk, "name": "Finance", "role": "finance"})
    quote = quoted()
    line = lined(quote, discount_percent=Decimal(15))
    approval = asked(quote)
    change_line(acting("sales"), line, discount_percent=Decimal(60))
    agree(acting("finance"), approval)
    assert Approval.everything.get(pk=approval.pk).state == "stuck"
    assert Quote.everything.get(pk=quote.pk).state == State.DRAFT


# -- sending and answering ------------------------------------------------------------------------------------------
def test_what_cannot_be_sent() -> None:
    seller, quote = acting("sales"), quoted()
    with refused(quote, says="no lines yet"):
        send(seller, quote)
    lined(quote)
    edit(seller, named("quote"), quote.pk, {"valid_until": str(in_days(-1))})
    with refused(quote, says="This quote was valid until"):
        send(seller, quote)
    edit(seller, named("quote"), quote.pk, {"valid_until": None})
    with refused(quote, Invalid, says="until when"):
        send(seller, quote)
    foreign = quoted(currency="EUR")
    lined(foreign, unit_price=Decimal(140))
    ExchangeRate.everything.update(since=in_days(1))
    with refused(foreign, says="There is no rate of EUR"):
        send(seller, foreign)
    ExchangeRate.everything.update(since=in_days(0))
    send(seller, foreign)
    foreign.refresh_from_db()
    assert (foreign.gross, foreign.worth) == (Decimal("158.20"), Decimal("1233.96"))


def test_accepting_twice_accepts_once() -> None:
    quote = sent()
    accept(acting("sales"), quote)
    with refused(quote, says="This quote is “Accepted” by now. Nothing was changed."):
        accept(acting("sales"), quote)
    with refused(quote, says="Accepted"):
        decline(acting("sales"), quote, reason="Too dear")
    with refused(quote, says="Accepted"):
        revise(acting("sales"), quote)
    assert Entry.objects.filter(entity="quote", record=quote.pk, verb="accept").count() == 1


def test_the_last_day_counts_and_the_next_does_not() -> None:
    last, over = sent(valid_until=str(in_days(0))), sent()
    accept(acting("sales"), last)
    Quote.everything.filter(pk=over.pk).update(valid_until=in_days(-1))
    with refused(over, says="This quote was valid until"):
        accept(acting("sales"), over)
    assert expire() == 1
    assert expire() == 0
    with refused(over, says="Expired"):
        accept(acting("sales"), over)


def test_a_sent_quote_stays_and_its_next_version_replaces_it() -> None:
    seller, quote = acting("sales"), sent()
    line, before = QuoteLine.everything.get(quote=quote.pk), amounts(quote)
    for change in ({"name": "Plant three"}, {"valid_until": str(in_days(90))}, {"terms": "Cash"}):
        with refused(quote, says="Revise it"):
            edit(seller, named("quote"), quote.pk, change)
    with refused(quote, says="Revise it"):
        delete(seller, named("quote"), quote.pk)
    with refused(quote, says="Revise it"):
        change_line(seller, line, discount_percent=Decimal(5))
    with refused(quote, says="Revise it"):
        remove_line(seller, line)
    with refused(quote, says="Revise it"):
        lined(quote)
    revise(seller, quote, valid_until=in_days(60))
    newer = Quote.everything.get(replaces=quote.pk)
    assert (newer.state, newer.edition, newer.valid_until, newer.owner_id) == (
        State.DRAFT,
        2,
        in_days(60),
        quote.owner_id,
    )
    assert amounts(newer) == before == amounts(quote)
    change_line(seller, QuoteLine.everything.get(quote=newer.pk), discount_percent=Decimal(5))
    assert (amounts(quote), quote.state) == (before, State.REPLACED)
    for verb in (accept, revise, send):
        with refused(quote, says="Replaced"):
            verb(seller, quote)
    send(seller, newer)
    accept(seller, newer)


def test_the_system_gives_what_it_likes() -> None:
    quote = quoted()
    lined(quote, seller=SYSTEM, discount_percent=Decimal(99))
    send(SYSTEM, quote)
    assert Quote.everything.get(pk=quote.pk).state == State.SENT
