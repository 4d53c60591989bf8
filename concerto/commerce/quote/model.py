from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.commerce.currency.known import one_currency
from concerto.commerce.price_book.model import PriceBook
from concerto.customers.customer.model import Customer
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import amount, choice, day, link, long_text, moment, money, ratio, tagged, text, whole


class State(models.TextChoices):
    DRAFT = "draft", pgettext("quote", "Draft")
    APPROVED = "approved", pgettext("quote", "Approved")
    SENT = "sent", pgettext("quote", "Sent")
    ACCEPTED = "accepted", pgettext("quote", "Accepted")
    DECLINED = "declined", pgettext("quote", "Declined")
    EXPIRED = "expired", pgettext("quote", "Expired")
    REPLACED = "replaced", pgettext("quote", "Replaced")


OPEN = (State.DRAFT, State.APPROVED)  # its lines may still change


class Quote(Record):
    """What we offer a customer, until which day. Its lines add up to its amounts, which the verb that changes lines keeps.

    `listed` is what the lines would cost by list price, `net` what they cost, `discount` the difference; `steepest` is the largest
    discount of a line or of the whole, in per cent. Once sent nothing of it changes: `revise` makes the next version, which replaces it.
    `worth` is the gross amount in our own currency, by the rate of the day on which it was sent.
    """

    name = text(_("Name"), required=True, longest=200, help_text=_("What it is for, as customers read it."))
    customer = link(_("Customer"), Customer, required=True, related_name="quotes")
    currency = one_currency(_("Currency"))
    book = link(
        _("Price book"), PriceBook, related_name="quotes", help_text=_("Empty: the one that suits the customer.")
    )
    valid_until = day(_("Valid until"), help_text=_("The last day on which it can be accepted."))
    terms = long_text(
        pgettext("quote", "Terms"), help_text=_("What stands under the lines: delivery, payment, warranty.")
    )
    owner = link(_("Owner"), Person, related_name="quotes")
    department = link(_("Department"), Department, related_name="quotes")
    state = choice(_("State"), State, required=True, default=State.DRAFT)
    edition = whole(pgettext("quote", "Version"), least=1, null=False, blank=False, default=1)
    replaces = link(_("Replaces"), "self", related_name="replaced_by", db_index=False)
    listed = amount(_("By list price"), default=0)
    discount = amount(_("Discount"), default=0)
    net = amount(_("Net"), default=0)
    tax = amount(_("Tax"), default=0)
    gross = amount(_("Gross"), default=0)
    steepest = ratio(_("Steepest discount (%)"), least=0, most=100, default=0)
    worth = money(_("Worth in our own currency"))
    sent_on = day(_("Sent on"))
    closed_at = moment(pgettext("quote", "Answered"))
    reason = text(_("Reason"), longest=500, help_text=_("Why it was declined."))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="quote_sorted"),
            models.Index(fields=["state", "sort_key", "id"], name="quote_by_state"),
            models.Index(fields=["owner", "sort_key", "id"], name="quote_by_owner"),
            models.Index(fields=["customer", "-id"], name="quote_of_customer"),
            models.Index(fields=["valid_until"], name="quote_waiting", condition=models.Q(state="sent")),
            GinIndex(fields=["search"], name="quote_search"),
            tagged("quote"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"], name="quote_replaced_once",
                violation_error_message=_("This quote has a newer version already."),
            ),
            models.CheckConstraint(
                condition=models.Q(net=models.F("listed") - models.F("discount"), gross=models.F("net") + models.F("tax")),
                name="quote_adds_up",
                violation_error_message=_("The amounts of a quote add up."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("accepted", "declined"), closed_at__isnull=False)
                | ~models.Q(state__in=("accepted", "declined")),
                name="quote_answered",
                violation_error_message=_("What is answered has a time."),
            ),
        ]  # fmt: skip
