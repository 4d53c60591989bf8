"""Beside a webhook: where its secret is shown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.kernel.pages.panels import Line, Panel, Place, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.webhooks.hook.model import Webhook


@panel(on=Webhook, place=Place.FACTS)
def secret(look: Look) -> Panel | None:
    if not look.may_edit:
        return None
    address = f"{record_address(look.entity, look.record.pk)}/secret"
    line = Line(_("Show the secret"), address, icon="key")
    return Panel("secret", _("Signature"), [line], Count(1, exact=True))
