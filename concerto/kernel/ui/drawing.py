"""How values and records look on every page: small pieces of HTML, made by functions because a list has hundreds of them.

A template has them from parts.html like any of its macros. What they show is escaped here; who may see it was decided
before (see sight.py). `size` of a mark or an icon: "" is the usual one, then "s", "m", "l".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, TypeAlias

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, meant
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.tags import TagsKind, Word
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.assets import asset
from concerto.kernel.ui.looks import (
    full_amount,
    host_of,
    look_of,
    machine_moment,
    moment_in_words,
    safe_web,
    short_amount,
    step_of,
)
from concerto.kernel.ui.marks import first_letter, hue_of, initials, is_han
from concerto.kernel.ui.sight import Sight

NOTHING = Markup('<span class="mute">–</span>')


@lru_cache(maxsize=512)
def icon(name: str, size: str = "") -> Markup:
    """An icon of the sprite (web/icons.txt)."""
    sized = f" i-{size}" if size else ""
    return Markup(f'<svg class="i{sized}" aria-hidden="true"><use href="{asset("icons.svg")}#i-{escape(name)}"/></svg>')


# -- marks: a circle is a person, a square an organisation or a thing, a tinted square a department ------------------
def avatar(name: str, hue: str = "it", size: str = "") -> Markup:
    """`hue` is the department's, "it" for people outside."""
    letters = initials(name)
    sized = f" av-{size}" if size else ""
    han = " is-han" if is_han(letters[:1]) else ""  # one character may be larger than two letters, and must
    return Markup(f'<span class="av d-{escape(hue)}{sized}{han}" aria-hidden="true">{escape(letters)}</span>')


def org(name: str, size: str = "") -> Markup:
    sized = f" is-{size}" if size else ""
    return Markup(f'<span class="org{sized}" aria-hidden="true">{escape(first_letter(name))}</span>')


def seal(name: str, hue: str = "it") -> Markup:
    return Markup(f'<span class="seal d-{escape(hue)}" title="{escape(name)}">{escape(first_letter(name))}</span>')


def mark(record: Record, name: str, size: str = "") -> Markup:
    """The mark of any record that the reader knows as `name`; an icon where the name is none, as of phone numbers."""
    entity = entity_of(record)
    if entity.is_person(record):
        return avatar(name, hue_of(record), size)
    if entity.id == "department":
        return seal(name, vars(record)["hue"])
    if not (entity.follows or entity.attached):
        return org(name, size)
    sized = f" is-{size}" if size else ""
    return Markup(f'<span class="org{sized}" aria-hidden="true">{icon(entity.icon, "s")}</span>')


KINDS_OF_HUES = {"blue": "accent", "green": "ok", "amber": "warn", "red": "bad"}


# -- values ---------------------------------------------------------------------------------------------------------
def badge(text: Label, kind: str = "") -> Markup:
    kinds = f" is-{escape(kind)}" if kind else ""
    return Markup(f'<span class="badge{kinds}">{escape(text)}</span>')


def time(moment: datetime) -> Markup:
    """A moment as the reader's distance from it ("3 h ago", told by the browser), exact as its title."""
    words = escape(moment_in_words(moment))
    return Markup(f'<time datetime="{machine_moment(moment)}" data-relative>{words}</time>')


def nothing() -> Markup:
    return NOTHING


def masked() -> Markup:
    title = escape(_("You may know that this is filled, not what it says."))
    return Markup(f'<span class="mute" title="{title}">•••</span>')


def linked(target: Record | None, sight: Sight) -> Markup:
    """A record that a link leads to; None where it may not be seen."""
    if target is None:
        return masked()
    name = sight.title_of(target)
    address = escape(record_address(entity_of(target), target.pk))
    return Markup(f'<span class="row">{mark(target, name)}<a class="cut" href="{address}">{escape(name)}</a></span>')


def amount(value: Decimal, short: bool = False) -> Markup:
    """Money to the cent; or short, with all its digits as title."""
    whole = escape(full_amount(value))
    return Markup(f'<span title="{whole}">{escape(short_amount(value))}</span>') if short else whole


def letter(field: Field, value: str) -> Markup:
    """A choice whose ids are single letters (A, B, C), with its meaning as title."""
    shown, title = escape(value), escape(field.choices.get(value, value))
    return Markup(f'<span class="tier is-{shown.lower()}" title="{title}">{shown}</span>')


def steps(field: Field, value: str) -> Markup:
    """A choice that is a way with stages: how far, and the name of where one is."""
    label = escape(field.choices.get(value, value))
    return Markup(f'<span class="stage"><span class="stage5 s{step_of(field, value)}"></span>{label}</span>')


def choice(field: Field, id: str) -> Markup:
    """A choice in its colour."""
    return badge(field.choices.get(id, id), KINDS_OF_HUES.get(field.hue_of(id), ""))


def badges(field: Field, value: list[str]) -> Markup:
    return Markup('<span class="row">{}</span>').format(Markup("").join(choice(field, id) for id in value))


def tags(field: Field, value: list[int]) -> Markup:
    kind = field.kind
    assert isinstance(kind, TagsKind)
    return Markup('<span class="tag-row">{}</span>').format(Markup("").join(map(tag_chip, kind.members(value))))


def tag_chip(tag: Word) -> Markup:
    return Markup(f'<span class="tag t-{escape(tag.hue)}">{escape(tag.words)}</span>')


def yes_no(value: bool) -> Markup:
    if value:
        return Markup(f'{icon("check", "s")}<span class="sr">{escape(_("Yes"))}</span>')
    return Markup(f'<span class="mute">{escape(_("No"))}</span>')


def web(address: str) -> Markup:
    there, host = escape(safe_web(address)), escape(host_of(address))
    return Markup(f'<a class="link cut" href="{there}" target="_blank" rel="noopener noreferrer nofollow">{host}</a>')


def mail(address: str) -> Markup:
    shown = escape(address)
    return Markup(f'<a class="link cut" href="mailto:{shown}">{shown}</a>')


def coded(code: str) -> Markup:
    """A record named by its code, with the sign of its noun: nothing is asked of the database, so its title is not told."""
    known = meant(code)
    if known is None:
        return escape(code)
    entity, id = known
    sign, address = icon(entity.icon, "s"), escape(record_address(entity, id))
    return Markup(
        f'<a class="row coded" href="{address}" title="{escape(entity.label)}">{sign}<span class="cut">{escape(code)}</span></a>'
    )


LOOKS: Mapping[str, Callable[[Field, Any, Sight, bool], Markup]] = {
    "letter": lambda field, value, _sight, _short: letter(field, value),
    "steps": lambda field, value, _sight, _short: steps(field, value),
    "badge": lambda field, value, _sight, _short: choice(field, value),
    "badges": lambda field, value, _sight, _short: badges(field, value),
    "tags": lambda field, value, _sight, _short: tags(field, value),
    "money": lambda _field, value, _sight, short: amount(value, short),
    "moment": lambda _field, value, _sight, _short: time(value),
    "yes-no": lambda _field, value, _sight, _short: yes_no(value),
    "url": lambda _field, value, _sight, _short: web(value),
    "email": lambda _field, value, _sight, _short: mail(value),
    "long-text": lambda _field, value, _sight, _short: Markup(f'<span class="pre">{escape(value)}</span>'),
}
OF_CHOICES = ("letter", "steps", "badge", "yes-no")  # there are few of them, so each is drawn once


Draw: TypeAlias = Callable[[Record], Markup]


def drawer(field: Field, sight: Sight, short: bool = False) -> Draw:
    """How the values of a field look to one reader, settled once for any number of records. `short` says amounts in few digits.

    A hidden field must not come here: take fields from `sight.fields`.
    """
    if sight.is_masked(field):
        dots = masked()
        return lambda _record: dots
    value_of, is_empty = field.value, field.kind.is_empty
    attached = sight.entity.attached
    if attached and field.id == attached.id:
        return lambda record: NOTHING if is_empty(value_of(record)) else coded(value_of(record))
    draw = _drawer_of_links(field, sight) if field.is_link else _drawer_of_values(field, sight, short)
    return lambda record: NOTHING if is_empty(value_of(record)) else draw(record)


def _drawer_of_links(field: Field, sight: Sight) -> Draw:
    """Many rows lead to the same record, which looks the same each time."""
    known: dict[int, Markup] = {}

    def draw(record: Record) -> Markup:
        id = field.value(record)
        if id not in known:
            known[id] = linked(sight.linked(field, record), sight)
        return known[id]

    return draw


def _drawer_of_values(field: Field, sight: Sight, short: bool) -> Draw:
    value_of, look, words = field.value, look_of(field), field.kind.words
    if look == "words":
        return lambda record: escape(words(field, record))
    draw = LOOKS[look]
    if look not in OF_CHOICES:
        return lambda record: draw(field, value_of(record), sight, short)
    known = cache(lambda value: draw(field, value, sight, short))
    return lambda record: known(value_of(record))


def field_value(field: Field, record: Record, sight: Sight, short: bool = False) -> Markup:
    """How a field's value looks, everywhere."""
    return drawer(field, sight, short)(record)
