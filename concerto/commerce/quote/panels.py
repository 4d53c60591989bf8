"""A quote's lines above its timeline, what they come to, and its paper; beside it the versions before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from concerto.commerce.quote.actions import add_line
from concerto.commerce.quote.entity import quote as described
from concerto.commerce.quote.model import OPEN, Quote
from concerto.commerce.quote.paper.saying import may_print
from concerto.commerce.quote_line.actions import change_line, remove_line
from concerto.commerce.quote_line.entity import quote_line
from concerto.commerce.quote_line.model import QuoteLine
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import Action
from concerto.kernel.pages.panels import Line, Panel, Place, panel
from concerto.kernel.pages.record.doing import verbs_of
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.statements.kept import Slot
from concerto.kernel.ui.addresses import record_address

SHOWN = ("item", "quantity", "unit", "unit_price", "discount_percent", "net")
SUMS = ("listed", "discount", "net", "tax", "gross")


@dataclass(frozen=True)
class Table:
    """What the lines panel draws: cells by field, sums by label, and what may be done."""

    rows: Sequence[tuple[str, dict[str, str]]]
    sums: Sequence[tuple[str, str]]
    papers: Sequence[tuple[str, str]]
    may_change: bool
    verbs: Sequence[Action[Quote]]
    add: object = add_line
    change: object = change_line
    remove: object = remove_line


@panel(on=Quote, place=Place.TOP, instead_of=[QuoteLine.quote])
def lines(look: Look) -> Panel | None:
    """Nothing for whoever may not read all of it: half a line would mislead."""
    assert isinstance(look.record, Quote)
    known, known_lines = readable(look.actor, described), readable(look.actor, quote_line)
    if not known_lines.keys() >= set(SHOWN) or not known.keys() >= set(SUMS):
        return None
    found = _lines(look.actor).rows(quote=look.record.pk)
    rows = [
        (record_address(quote_line, line.pk), {id: known_lines[id].kind.words(known_lines[id], line) for id in SHOWN})
        for line in found
    ]
    shown = [id for id in SUMS if look.record.discount or id not in ("listed", "discount")]
    sums = [(str(known[id].label), look.words(known[id])) for id in shown]
    may_change = look.may_edit and look.record.state in OPEN
    table = Table(rows, sums, papers(look) if found else (), may_change, verbs(look) if found else ())
    told = [Line(cells["item"], url) for url, cells in rows] or [Line("", "")]
    return Panel(
        "quote-lines",
        quote_line.plural,
        told,
        Count(len(rows), exact=True),
        template="quotes/lines.html",
        shown=[table],
    )


@kept
def _lines(actor: Actor) -> QuerySet[QuoteLine]:
    return visible_to(actor, QuoteLine).filter(quote=Slot("quote")).order_by("position", "pk").defer("search")


def verbs(look: Look) -> list[Action[Quote]]:
    """What comes next, beside another line."""
    return [verb for verb in verbs_of(look) if verb is not add_line]


def papers(look: Look) -> list[tuple[str, str]]:
    """Language and address of each paper."""
    if not may_print(look.actor):
        return []
    return [(name, f"{look.address}/pdf?language={code}") for code, name in settings.LANGUAGES]


@panel(on=Quote, instead_of=[Quote.replaces])
def versions(look: Look) -> Panel | None:
    """The one that it replaces and the one that replaces it."""
    assert isinstance(look.record, Quote)
    if "replaces" not in readable(look.actor, described) or not (
        look.record.replaces_id or look.record.state == "replaced"
    ):
        return None
    beside = Q(pk=look.record.replaces_id or 0) | Q(replaces=look.record.pk)
    found = list(visible_to(look.actor, Quote).filter(beside).order_by("pk").defer("search"))
    state = described.fields["state"]
    told = [
        Line(
            _("Version %(version)s") % {"version": each.edition},
            record_address(described, each.pk),
            icon=described.icon,
            end=state.kind.show(state, each.state),
        )
        for each in found
    ]
    return Panel("quote-versions", _("Other versions"), told, Count(len(told), exact=True))
