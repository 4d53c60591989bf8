"""The mail with the link to a new password."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from concerto.kernel.access.signing_in.links.links import link_by_mail
from concerto.kernel.access.signing_in.passwords import called


def possible() -> bool:
    """Whether this Concerto can send mail."""
    return bool(settings.EMAIL_HOST)


def send_link(address: str) -> None:
    """Send a link to whoever has this mail address; nothing happens where nobody has."""
    person = called(address) if "@" in address else None
    if person is None or not person.is_active:
        return
    with translation.override(person.language or settings.LANGUAGE_CODE):
        text = _(
            "Hello %(name)s,\n\n"
            "somebody, probably you, asked for a new password for Concerto. Choose it here within 30 minutes:\n\n"
            "%(link)s\n\n"
            "If it was not you, do nothing: your password stays as it is."
        ) % {"name": person.name, "link": link_by_mail(person)}
        send_mail(_("Choose a new password for Concerto"), text, None, [person.email])
