from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.roles import several
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import text, url, yes_no


class Provider(Record):
    """A company's own sign-in (OpenID Connect) that people may come in by."""

    name = text(_("Name"), required=True, longest=60)
    issuer = url(_("Issuer"), required=True, help_text=_("The provider's address, exactly as it calls itself."))
    client_id = text(_("Client id"), required=True)
    active = yes_no(_("Offered on the sign-in page"))
    two_factors = yes_no(_("Its sign-in counts as two factors"))
    creates = yes_no(_("Adds people it knows and we do not"))
    roles = several(_("Roles of those it adds"))
    secret = models.TextField(default="", editable=False)  # sealed; never shown again

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "client_id"],
                condition=models.Q(trashed_at=None),
                name="provider_once",
                violation_error_message=_("There is a provider with this issuer and client id already."),
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="provider_sorted")]
