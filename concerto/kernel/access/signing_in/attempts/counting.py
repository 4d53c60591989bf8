"""Guessing made slow: each try is counted before it is judged, in one statement, so that a hundred at once count as a hundred.

Beyond a few free tries each one doubles the pause before the next. An account that exists and one that does not are
counted alike. Counts are forgotten after an hour without a try.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from concerto.kernel.access.sealing import marks
from concerto.kernel.access.signing_in.attempts.model import Attempt
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.fields.kind import Label

_COUNT = """
    insert into kernel_attempt as kept (key, count, at, until)
    values (%(key)s, 1, clock_timestamp(), clock_timestamp())
    on conflict (key) do update set
        count = case when kept.at < clock_timestamp() - interval '1 hour' then 1 else kept.count + 1 end,
        until = clock_timestamp() + make_interval(secs => case
            when kept.at < clock_timestamp() - interval '1 hour' or kept.count + 1 < %(free)s then 0
            else least(power(2, least(kept.count + 1 - %(free)s, 20)), %(longest)s) end),
        at = clock_timestamp()
    where kept.until <= clock_timestamp() or kept.until > clock_timestamp() + make_interval(secs => %(longest)s)
    returning count
"""
# A pause that ends later than any lasts was begun before the clock was set back; it holds nobody up.
_WAIT = "select ceil(extract(epoch from until - clock_timestamp())) from kernel_attempt where key = %s"
_FORGIVE = "update kernel_attempt set count = greatest(count - 1, 0), until = clock_timestamp() where key = %s"
KEPT = timedelta(days=1)


class TooMany(Refused):
    """Tried too often; `seconds` until the next try is looked at."""

    status = 429
    kind = "too-many-attempts"

    def __init__(self, seconds: int) -> None:
        super().__init__(_("Too many attempts. Try again in %(wait)s.") % {"wait": in_words(seconds)})
        self.seconds = seconds
        self.headers = {"Retry-After": str(seconds)}


@dataclass(frozen=True)
class Limit:
    """`free` tries without a pause, then pauses of 1, 2, 4 … seconds up to `longest`."""

    name: str
    free: int
    longest: int  # seconds


ACCOUNT = Limit("account", 5, 300)
PLACE = Limit("place", 30, 900)
SECOND_STEP = Limit("second", 5, 900)
LINK_FOR_ACCOUNT = Limit("link-account", 3, 3600)
LINK_FROM_PLACE = Limit("link-place", 10, 3600)
KEY_FROM_PLACE = Limit("key-place", 50, 60)


def count(limit: Limit, whom: str) -> None:
    """Count a try, before it is judged. Raises TooMany, and then the try is not to be looked at."""
    key = _key(limit, whom)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "free": limit.free, "longest": limit.longest})
        if cursor.fetchone() is None:
            cursor.execute(_WAIT, [key])
            (seconds,) = cursor.fetchone() or (1,)
            raise TooMany(max(1, int(seconds)))


def forgive(limit: Limit, whom: str) -> None:
    """The last try was a good one, so it was no guess."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGIVE, [_key(limit, whom)])


def forget(limit: Limit, whom: str) -> None:
    """Whoever it was has shown to be right: the count begins anew."""
    Attempt.objects.filter(key=_key(limit, whom)).delete()


def forget_old() -> None:
    """Drop counts that no longer matter."""
    Attempt.objects.filter(at__lt=timezone.now() - KEPT).delete()


def network(address: str) -> str:
    """What counts as one place: an address, of IPv6 the /64 that one household has."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


def in_words(seconds: int) -> Label:
    if seconds < 60:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _key(limit: Limit, whom: str) -> str:
    """Names are kept as keyed digests: somebody may have typed a password in their place."""
    return f"{limit.name}:{marks(whom.strip().casefold(), limit.name)[0]}"
