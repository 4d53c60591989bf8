"""What a site's addresses may be. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.customers.tracked_site.model import TrackedSite
from concerto.kernel.fields.kind import Label

ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?")
MOST = 50


def origins_of(site: TrackedSite) -> list[str]:
    """The addresses as browsers write them."""
    return [line.strip().rstrip("/").lower() for line in site.origins.splitlines() if line.strip()]


def origins_are_some(site: TrackedSite) -> Mapping[str, Label]:
    found = origins_of(site)
    if not found:
        return {"origins": _("This is needed.")}
    if len(found) > MOST:
        return {"origins": _("At most %(most)s addresses fit here.") % {"most": MOST}}
    wrong = next((each for each in found if not ORIGIN.fullmatch(each)), None)
    return (
        {"origins": _("“%(origin)s” is not the address of a site, as https://shop.example.") % {"origin": wrong[:60]}}
        if wrong
        else {}
    )
