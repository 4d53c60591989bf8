"""How values of each kind look on a page. The macros of parts.html ask here; nothing here decides who may see what."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label
from concerto.kernel.text import weeks
from concerto.kernel.text.numbers import show_moment, show_money, show_number

OWN_LOOKS = ("money", "moment", "yes-no", "url", "email", "long-text")
STEPS = 5  # bars drawn for a way with stages
WEB = ("http://", "https://")


@lru_cache(maxsize=1024)
def look_of(field: Field) -> str:
    """How values of a field are drawn: "words" unless there is something better."""
    kind = field.kind.id
    if kind == "choices":
        return "badges"
    if kind == "tags":
        return "tags"
    if kind == "choice":
        return _look_of_choice(field)
    return kind if kind in OWN_LOOKS else "words"


def _look_of_choice(field: Field) -> str:
    if all(len(id) == 1 and id.isupper() for id in field.choices):
        return "letter"
    return "steps" if field.id == "stage" else "badge"


def step_of(field: Field, value: str) -> int:
    """Which of the bars of a way with stages is the present one, from 1."""
    ids = list(field.way_of(value))
    return 1 + ids.index(value) * STEPS // len(ids) if value in ids else 1


def machine_moment(moment: datetime) -> str:
    """A moment as the browser reads it, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def moment_in_words(moment: datetime) -> str:
    return show_moment(timezone.localtime(moment), get_language() or "en")


def time_of_day(moment: datetime) -> str:
    """Where the reader is."""
    return f"{timezone.localtime(moment):%H:%M}"


def day_in_words(day: date) -> str:
    return weeks.day_name(day, get_language() or "en")


def weekday_in_words(day: date) -> str:
    return weeks.weekday_name(day, get_language() or "en")


def within_sentence(noun: Label) -> str:
    """The name of a noun inside an English sentence: Customer → customer, API token → API token."""
    name = str(noun)
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def full_amount(amount: Decimal) -> str:
    return show_money(amount, settings.CURRENCY, get_language() or "en")


def short_amount(amount: Decimal) -> str:
    """Money in three digits: ¥4.86 M, ¥486 万."""
    return show_money(amount, settings.CURRENCY, get_language() or "en", short=True)


def safe_web(address: str) -> str:
    """A web address as a link target; nothing that is not one, whatever a file once brought."""
    return address if address.lower().startswith(WEB) else "#"


def host_of(address: str) -> str:
    """The part of a web address that people recognise: example.com."""
    try:
        host = urlsplit(address).hostname or address
    except ValueError:
        return address
    return host.removeprefix("www.")


def number(value: int) -> str:
    """A whole number as the reader's language groups it."""
    return show_number(value, get_language() or "en")
