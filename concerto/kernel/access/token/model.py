from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, moment, text


class Token(Record):
    """A key with which a program acts as a person. Only its digest is kept; the key is shown once."""

    name = text(_("Name"), required=True)
    person = link(_("Acts as"), Person, required=True, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256 of the key, in hex
    expires_at = moment(_("Valid until"))
    revoked_at = moment(_("Revoked on"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="token_sorted")]
