"""The rail, and the logins that the sign-in page of a demo offers."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.roles import labels
from concerto.kernel.pages.signing_in.offers import Offer, offer
from concerto.kernel.ui.navigation import Workspace, declare


def declare_places() -> None:
    """Called once, when addresses are first asked for."""
    declare(
        Workspace(_("Customers"), {"customer": "c", "contact-point": "o"}),
        Workspace(
            _("Company"), {"person": "p", "department": "d", "team": "t", "calendar": "k", "tag": "a", "batch": "b"}
        ),
        Workspace(
            _("Administration"),
            {
                "role": "r",
                "module": "",
                "grant": "",
                "provider": "",
                "factor-rule": "",
                "token": "",
                "webhook": "w",
            },
            kept=True,
        ),
    )
    if settings.DEMO:
        offer(demo_logins)


def demo_logins() -> list[Offer]:
    """One for each role; whoever plays it is called like it."""
    from concerto.site.demo import PASSWORD, logins  # only a demo needs its cast

    roles = labels()
    return [Offer(login.username, PASSWORD, login.name, roles[login.username], login.hue) for login in logins()]
