from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.provider.model import Provider
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text


class Sort(models.TextChoices):
    CODE = "code", _("Authenticator app")
    PASSKEY = "passkey", _("Passkey")
    RECOVERY = "recovery", _("Recovery codes")
    ACCOUNT = "account", _("Company account")


class Credential(Record):
    """Something beside the password by which a person is known. What is removed keeps its line and loses its secrets."""

    person = link(_("Person"), Person, required=True, related_name="credentials")
    sort = choice(_("Sort"), Sort, required=True)
    name = text(_("Name"), required=True, longest=80)
    provider = link(_("Provider"), Provider, related_name="credentials")
    used_at = moment(_("Last used"))
    removed_at = moment(_("Removed on"))
    secret = models.TextField(default="", editable=False)  # sealed: of an authenticator app
    step = models.BigIntegerField(default=0, editable=False)  # the last one whose code was taken: no code twice
    handle = models.CharField(max_length=1400, default="", editable=False)  # of a passkey, base64url
    public_key = models.TextField(default="", editable=False)  # of a passkey: attested data, base64url
    counter = models.BigIntegerField(default=0, editable=False)  # signatures a passkey has made, where it counts
    subject = models.CharField(max_length=255, default="", editable=False)  # whom the provider means

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sort"],
                condition=Q(removed_at=None, sort__in=["code", "recovery"]),
                name="credential_one_app",
                violation_error_message=_("There is one already; remove it first."),
            ),
            models.UniqueConstraint(
                fields=["handle"],
                condition=~Q(handle=""),
                name="credential_handle_once",
                violation_error_message=_("This passkey is known already."),
            ),
            models.UniqueConstraint(
                fields=["provider", "subject"],
                condition=Q(removed_at=None, sort="account"),
                name="credential_subject_once",
                violation_error_message=_("This account belongs to somebody already."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="credential_sorted")]
