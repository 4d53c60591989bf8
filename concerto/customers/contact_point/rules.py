"""What makes a contact point one: a phone is a phone, a mail address a mail address. Pure."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.customers.contact_point.model import ContactPoint, Medium
from concerto.kernel.fields.kind import Label
from concerto.kernel.text import cleaning


def fits_its_medium(point: ContactPoint) -> Mapping[str, Label]:
    """{"value": sentence} where the value cannot be what its medium says."""
    try:
        fits = _readable(point)
    except cleaning.Unreadable as unreadable:
        return {"value": unreadable.message}
    return {} if fits else {"value": _("This does not look like what the medium says.")}


def _readable(point: ContactPoint) -> bool:
    match point.medium:
        case Medium.MOBILE | Medium.PHONE:
            return cleaning.phone(point.value) is not None
        case Medium.EMAIL:
            return cleaning.email(point.value) is not None
        case Medium.WEB:
            return cleaning.url(point.value) is not None
        case _:
            return True
