"""What a sign-in provider must be, told from its description alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label

if TYPE_CHECKING:
    from concerto.kernel.access.provider.model import Provider

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def well_described(provider: Provider) -> Mapping[str, Label]:
    """Whoever stands between us and a provider could sign in as anybody, so the way there is encrypted."""
    parts = urlsplit(provider.issuer)
    if not provider.issuer or parts.scheme == "https" or parts.hostname in THIS_MACHINE:
        return {}
    return {"issuer": _("The issuer's address begins with https://.")}
