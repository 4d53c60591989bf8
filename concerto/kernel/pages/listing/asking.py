"""The address is the view: which view a list was opened with, and what differs from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.query.language import Unclear, parse
from concerto.kernel.query.listing import Asked
from concerto.kernel.text.cleaning import has_control
from concerto.kernel.ui.addresses import list_address, with_answers
from concerto.kernel.views.arrangement import Arrangement
from concerto.kernel.views.opening import Opened, opened

ROWS = 40  # at first and each time; fills a tall screen
TRASHED = "1"
VIEW, ARRANGED = "view", tuple(asdict(Arrangement()))


@dataclass(frozen=True)
class Opening:
    """A list as it was asked for: `arranged` is its view's arrangement with what the address says otherwise."""

    entity: Entity
    view: Opened
    arranged: Arrangement
    asked: Asked

    @property
    def changed(self) -> bool:
        """Whether it is arranged otherwise than its view."""
        return self.arranged != self.view.arrangement

    @property
    def parameters(self) -> dict[str, str]:
        """What stands in the address: the view, and what differs from it, also where that is nothing."""
        return self.parameters_with()

    def parameters_with(self, **changes: str) -> dict[str, str]:
        wanted = asdict(self.arranged) | {name: value for name, value in changes.items() if name in ARRANGED}
        saved = asdict(self.view.arrangement)
        differing = {name: value for name, value in wanted.items() if value != saved[name]}
        q = changes.get("q", self.asked.q)
        trashed = {"trashed": TRASHED} if self.asked.trashed else {VIEW: self.view.key}
        return trashed | ({"q": q} if q else {}) | differing

    def address(self, **changes: str) -> str:
        """The list with some of what is asked changed, from its first row on."""
        return with_answers(list_address(self.entity), self.parameters_with(**changes))

    @property
    def kept(self) -> dict[str, str]:
        """What a view of it keeps."""
        return asdict(self.arranged)

    @property
    def whole(self) -> dict[str, str]:
        """Everything asked, without the view: what the parts of a page and its files ask for."""
        return parameters(self.asked) | {"columns": self.arranged.columns}


def opening(actor: Actor, entity: Entity, query: QueryDict) -> Opening:
    """What an address asks for. Raises Unclear for what no text can hold, NotThere for a view that is not there."""
    given = texts(query)
    view = opened(actor, entity, "trash" if query.get("trashed") == TRASHED else given.get(VIEW, ""))
    arranged = Arrangement(**(asdict(view.arrangement) | {id: given[id] for id in ARRANGED if id in given}))
    if means_the_same(arranged.filter, view.arrangement.filter):
        arranged = replace(arranged, filter=view.arrangement.filter)
    asked = Asked(
        filter=arranged.filter,
        sort=arranged.sort,
        q=given.get("q", ""),
        cursor=given.get("cursor", ""),
        limit=ROWS,
        trashed=view.trashed,
    )
    return Opening(entity, view, arranged, asked)


def means_the_same(filter: str, other: str) -> bool:
    """Whether two filters differ in how they are written only. Raises Unclear."""
    return filter == other or parse(filter) == parse(other)


def asked_in(query: QueryDict) -> Asked:
    """What the address of a part of a list asks for; its page has put in what the view says. Raises Unclear."""
    given = texts(query)
    filter, sort, q, cursor = (given.get(name, "") for name in ("filter", "sort", "q", "cursor"))
    return Asked(filter=filter, sort=sort, q=q, cursor=cursor, limit=ROWS, trashed=query.get("trashed") == TRASHED)


def texts(query: QueryDict) -> dict[str, str]:
    """Each parameter of an address. Raises Unclear for characters that no text can hold."""
    given = {name: str(value).strip() for name, value in query.items()}
    if any(has_control(text) for text in given.values()):
        raise Unclear(_("There is a character here that no text can hold."))
    return given


def parameters(asked: Asked) -> dict[str, str]:
    """What stands in the address of a part of a list, without its place."""
    trashed = TRASHED if asked.trashed else ""
    return {"q": asked.q, "filter": asked.filter, "sort": asked.sort, "trashed": trashed}
