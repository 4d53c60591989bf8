"""The mail with the link to a new password."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
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
        subject = _("Choose a new password for Concerto")
    server = get_connection()
    try:
        EmailMessage(subject, text, to=[person.email], connection=server).send()
    finally:
        server.close()  # also where the server refused half way
