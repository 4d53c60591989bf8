"""What is done with a quote: its lines, the discount that somebody agrees to, sending it, and what the customer answers."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.approvals.known import rules_of
from concerto.commerce.discount_limit.queries import limit_of
from concerto.commerce.exchange_rate.queries import worth
from concerto.commerce.product.model import Product
from concerto.commerce.quote.model import OPEN, Quote, State
from concerto.commerce.quote.reckoning import lines_of, reckon
from concerto.commerce.quote.rules import NOTHING
from concerto.commerce.quote_line.model import QuoteLine
from concerto.commerce.quote_line.writing import new_line, refuse_closed
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import add, change
from concerto.kernel.actions.gates import pass_gates
from concerto.kernel.actions.inputs import Number
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.number import plain

COPIED = (
    "position",
    "product_id",
    "item",
    "unit",
    "quantity",
    "list_price",
    "unit_price",
    "discount_percent",
    "tax_percent",
    "currency",
    "net",
    "tax",
)
AMOUNTS = ("listed", "discount", "net", "tax", "gross", "steepest")


def is_open(actor: Actor, quote: Quote) -> bool:
    return quote.state in OPEN


def asks_for_approval(actor: Actor, quote: Quote) -> bool:
    return quote.state == State.DRAFT and bool(quote.steepest) and _exceeds(actor, quote)


def is_sent(actor: Actor, quote: Quote) -> bool:
    return quote.state == State.SENT


def can_be_revised(actor: Actor, quote: Quote) -> bool:
    return quote.state in (State.SENT, State.DECLINED, State.EXPIRED)


@action(on=Quote, label=_("Add a line"), icon="plus", bulk=False, suits=is_open)
def add_line(
    actor: Actor, quote: Quote, *, product: Product | None = None, item: str = "", quantity: Number, unit_price: Number | None = None,
    discount_percent: Number | None = None, tax_percent: Number | None = None,
) -> None:  # fmt: skip
    """What is left empty the product and the price books say. Raises Refused where the quote was sent, Invalid where there is no price."""
    refuse_closed(quote)
    line = new_line(actor, quote, product, item, quantity, unit_price, discount_percent or NOTHING, tax_percent)
    add(actor.doing(CREATE), line)
    reckon(actor, quote)


@action(on=Quote, label=pgettext("quote", "Discount approval"), icon="percentage", bulk=False, suits=asks_for_approval)
def approve(actor: Actor, quote: Quote) -> None:
    """Agree to the discount of a draft, which then can be sent while its lines stay. Whose limit does not reach so far asks for approval,
    where a rule says by whom. Raises Refused where none does."""
    if quote.state != State.DRAFT:
        raise _not_any_more(quote)
    _refuse_empty(quote)
    change(actor, quote, state=State.APPROVED)
    if _exceeds(actor, quote) and not _granted(actor):
        pass_gates(actor, entity_of(quote), actor.verb, [quote.pk])
        sentence = _(
            "A discount of %(given)s %% is more than the %(limit)s %% that you may give, and no approval rule says whom to ask. Nothing was changed."
        )
        raise Refused(sentence % _told(actor, quote))


def _granted(actor: Actor) -> bool:
    """Whether this very write was approved by a rule that speaks of approving discounts."""
    return any(rule.id in actor.cleared and rule.does == approve.verb for rule in rules_of(entity_of(Quote)))


def _exceeds(actor: Actor, quote: Quote) -> bool:
    return (quote.steepest or NOTHING) > limit_of(actor)


@action(on=Quote, label=pgettext("quote", "Send"), icon="send", bulk=False, suits=is_open)
def send(actor: Actor, quote: Quote) -> None:
    """The customer has it from today on, and it stays as it is. Raises Refused where it is empty or over, or gives more discount than whoever
    sends it may give and nobody approved it."""
    if quote.state not in OPEN:
        raise _not_any_more(quote)
    _refuse_empty(quote)
    _refuse_over(quote)
    if quote.state == State.DRAFT and _exceeds(actor, quote):
        sentence = _(
            "A discount of %(given)s %% is more than the %(limit)s %% that you may give: have it approved first. Nothing was changed."
        )
        raise Refused(sentence % _told(actor, quote))
    told = worth(actor, quote.gross or NOTHING, quote.currency, today())
    change(actor, quote, state=State.SENT, sent_on=today(), worth=told)


@action(on=Quote, label=pgettext("quote", "Accept"), icon="thumb-up", bulk=False, suits=is_sent)
def accept(actor: Actor, quote: Quote) -> None:
    """The customer takes it. Raises Refused where that was said before, or its last day is over."""
    _refuse_unsent(quote)
    _refuse_over(quote)
    change(actor, quote, state=State.ACCEPTED, closed_at=timezone.now())


@action(on=Quote, label=pgettext("quote", "Decline"), icon="thumb-down", bulk=False, suits=is_sent)
def decline(actor: Actor, quote: Quote, *, reason: str = "") -> None:
    """The customer does not take it. Raises Refused where it was answered before."""
    _refuse_unsent(quote)
    change(actor, quote, state=State.DECLINED, closed_at=timezone.now(), reason=reason.strip())


@action(on=Quote, label=pgettext("quote", "Revise"), icon="history", bulk=False, suits=can_be_revised)
def revise(actor: Actor, quote: Quote, *, valid_until: date | None = None) -> None:
    """Make the next version of it, a draft with the same lines at the same prices; this one can be read and not accepted any more.
    Raises Refused for a draft, which can be changed itself, and for what was accepted or replaced."""
    if not can_be_revised(actor, quote):
        raise _not_any_more(quote)
    newer = Quote(
        name=quote.name, customer_id=quote.customer_id, currency=quote.currency, book_id=quote.book_id, terms=quote.terms, owner_id=quote.owner_id,
        department_id=quote.department_id, valid_until=valid_until or _still(quote.valid_until), edition=(quote.edition or 1) + 1, replaces_id=quote.pk,
        **{id: getattr(quote, id) for id in AMOUNTS},
    )  # fmt: skip
    add(actor.doing(CREATE), newer)
    for line in lines_of(quote):
        add(actor.doing(CREATE), QuoteLine(quote_id=newer.pk, **{id: getattr(line, id) for id in COPIED}))
    change(actor, quote, state=State.REPLACED)


def _still(last: date | None) -> date | None:
    """A last day that has not passed."""
    return last if last and last >= today() else None


def _refuse_empty(quote: Quote) -> None:
    if not lines_of(quote):
        raise Refused(_("There are no lines yet: a quote offers something."))


def _refuse_over(quote: Quote) -> None:
    if quote.valid_until is None:
        raise Invalid({"valid_until": _("Say until when it is valid.")}, _("Say until when it is valid."))
    if quote.valid_until < today():
        field = entity_of(quote).fields["valid_until"]
        last = field.kind.show(field, quote.valid_until)
        raise Refused(
            _("This quote was valid until %(day)s. Nothing was changed.") % {"day": last}, ask_for=["valid_until"]
        )


def _refuse_unsent(quote: Quote) -> None:
    if quote.state != State.SENT:
        raise _not_any_more(quote)


def _not_any_more(quote: Quote) -> Refused:
    return Refused(
        format_lazy(_("This quote is “{state}” by now. Nothing was changed."), state=State(quote.state).label)
    )


def _told(actor: Actor, quote: Quote) -> dict[str, str]:
    """The discount it gives and the one that the actor may give."""
    return {"given": plain(quote.steepest or NOTHING), "limit": plain(limit_of(actor))}
