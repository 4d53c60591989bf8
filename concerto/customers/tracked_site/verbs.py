"""What sites give to customers: the link by which a customer is known there, for a mail or a message."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.entity import customer
from concerto.customers.customer.model import Customer
from concerto.customers.tracked_site.model import TrackedSite
from concerto.customers.tracked_site.rules import origins_of
from concerto.customers.visitor.token import token_of
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.handed import Handed
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.actions.telling import tell

LONGEST = 366  # days for which a link is good
PARAMETER = "concerto"  # where the tracker looks for the token


@action(on=Customer, label=_("Link to one of our sites"), icon="link", bulk=False)
def link_to_site(actor: Actor, whom: Customer, *, site: TrackedSite, address: str = "", days: int = 90) -> Handed:
    """A link to a page of a tracked site by which the customer is known there, for so many days. The journal keeps who asked.

    Without an address it leads to the site's first one. Raises Invalid for an address elsewhere.
    """
    if not 1 <= days <= LONGEST:
        raise Invalid({"days": _("A link is good for 1 to %(most)s days.") % {"most": LONGEST}})
    page = address.strip() or origins_of(site)[0]
    if not leads_to(site, page):
        raise Invalid({"address": _("This page is not one of the site's.")})
    until = timezone.now() + timedelta(days=days)
    token = token_of(whom.pk, until)
    tell(actor, whom)
    return Handed({"link": with_token(page, token), "token": token, "until": until.isoformat(timespec="seconds")})


customer.also_does(link_to_site)


def leads_to(site: TrackedSite, address: str) -> bool:
    """Whether it is an address of the site, as browsers understand it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return address.isprintable() and not {" ", "\\"} & set(address) and origin in origins_of(site)


def with_token(address: str, token: str) -> str:
    parts = urlsplit(address)
    asked = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != PARAMETER]
    return urlunsplit(parts._replace(query=urlencode([*asked, (PARAMETER, token)])))
