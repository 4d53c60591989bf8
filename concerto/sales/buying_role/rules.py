from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Form
from concerto.kernel.fields.kind import Label
from concerto.sales.buying_role.model import BuyingRole


def is_somebody(role: BuyingRole) -> Mapping[str, Label]:
    """Organisations buy through people."""
    if role.person_id and role.person.form != Form.PERSON:
        return {"person": _("Choose a person, not an organisation.")}
    return {}
