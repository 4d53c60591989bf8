"""Beside a message: where it is shown as it went."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.webhooks.delivery.model import Delivery


@panel(on=Delivery)
def exchange(look: Look) -> Panel | None:
    address = f"{record_address(look.entity, look.record.pk)}/exchange"
    return Panel(
        "exchange",
        _("Request and answer"),
        [Line(_("Show what was sent and answered"), address, icon="arrows-exchange")],
        Count(1, exact=True),
    )
