from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text


class Outcome(models.TextChoices):
    SIGNED_IN = "signed-in", _("Signed in")
    WRONG_PASSWORD = "wrong-password", _("Wrong name or password")
    WRONG_CODE = "wrong-code", _("Wrong second step")
    REFUSED = "refused", _("Refused")


class Means(models.TextChoices):
    PASSWORD = "password", _("Password")
    CODE = "code", _("Password and code")
    RECOVERY = "recovery", _("Password and recovery code")
    KEY = "key", _("Password and passkey")
    PASSKEY = "passkey", _("Passkey")
    ACCOUNT = "account", _("Company account")
    ENROLLED = "enrolled", _("Password, second step set up")


class SignIn(Record):
    """Somebody came in, or tried to. While it has not ended it is a session: the cookie names this row, the row decides."""

    person = link(_("Person"), Person, related_name="sign_ins")  # nobody where the name is unknown
    outcome = choice(_("Outcome"), Outcome, required=True)
    means = choice(_("By"), Means, required=True)
    device = text(_("Device"))
    place = text(_("Address"), longest=60)  # of the network
    seen_at = moment(_("Last seen"))
    ended_at = moment(_("Ended on"))
    strong = models.BooleanField(default=False, editable=False)  # by two factors, or by a passkey, which is two in one

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="sign_in_sorted"),
            models.Index(fields=["person", "-id"], name="sign_in_of_person"),
        ]
