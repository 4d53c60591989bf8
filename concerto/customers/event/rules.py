from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.customers.event.model import Event
from concerto.kernel.fields.kind import Label


def only_refunds_are_of_a_purchase(event: Event) -> Mapping[str, Label]:
    return {"refund_of": _("Only a refund is of a purchase.")} if event.refund_of_id and event.kind != "refund" else {}
