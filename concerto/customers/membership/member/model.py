from functools import partial

from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.customers.membership.level.model import Level
from concerto.customers.membership.programme.model import Programme
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import day, link, moment, text, whole

DIGITS = "0123456789"
new_number = partial(get_random_string, 12, DIGITS)  # of a card: typed at tills, so digits alone


class Member(Record):
    """A customer's part in a programme: the card, the level, the points.

    The database alone keeps `balance`: it is the sum of the member's lines in the ledger and never negative. What else
    follows from the lines (`earned` in the last year, the `level`, what expires next) is settled after each.
    """

    customer = link(
        _("Customer"), Customer, required=True, related_name="memberships", on_delete=models.CASCADE, db_index=False
    )
    programme = link(_("Programme"), Programme, required=True, related_name="members")
    number = text(_("Card number"), longest=40, default=new_number)
    since = day(_("Member since"), null=False, blank=False, default=timezone.localdate)
    opening = whole(
        _("Points brought along"),
        most=2_000_000_000,
        help_text=_("Of a card that was kept elsewhere before: entered once, as a line of the ledger."),
    )
    left_at = moment(_("Left on"))
    balance = whole(_("Points"), default=0, null=False)
    level = link(_("Level"), Level, related_name="members", on_delete=models.SET_NULL)
    earned = whole(_("Earned in the last year"), default=0, null=False)
    expiring = whole(_("Points that expire next"), default=0, null=False)
    expires_on = day(_("They expire on"))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="member_sorted"),
            models.Index(fields=["expires_on", "id"], name="member_expiring"),
            models.Index(fields=["balance", "id"], name="member_balance_sorted"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "programme"], condition=models.Q(trashed_at=None), name="member_once",
                violation_error_message=_("The customer is a member already."),
            ),
            models.UniqueConstraint(
                fields=["number"], name="member_number_once",
                violation_error_message=_("Another member has this card number."),
            ),
            models.UniqueConstraint(
                fields=["id", "programme"], name="member_of_programme",
                violation_error_message=_("This member is there already."),
            ),
            models.CheckConstraint(
                condition=models.Q(balance__gte=0), name="member_balance",
                violation_error_message=_("There are not so many points. Nothing was changed."),
            ),
        ]  # fmt: skip
