"""Every kind of page once, in light and dark, both languages, wide and narrow: axe finds nothing, nothing sticks out."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest

from concerto.kernel.entity.registry import entities, find
from tests.contracts.addresses import paged
from tests.journeys.conftest import PATIENCE, ROOT, SIZES, Visitor

pytestmark = pytest.mark.xdist_group("journeys")
Visit = Callable[..., Visitor]

AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MORE = {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}
LOOKS = (("en", "desk", "light"), ("zh", "phone", "dark"), ("en", "phone", "light"), ("zh", "desk", "dark"))
OTHER = {"light": "dark", "dark": "light"}

CHECK = """async ([theme, rules, more, alike]) => {
    document.documentElement.dataset.theme = theme;
    for (const each of document.getAnimations()) if (each.effect.getComputedTiming().endTime < Infinity) each.finish();
    const found = await axe.run({exclude: alike}, {runOnly: {type: "tag", values: rules}, rules: more,
        resultTypes: ["violations"], preload: false});
    return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} ` +
        `${node.html.slice(0, 160)} (${node.any.concat(node.all, node.none)[0]?.message})`));
}"""
CONTRAST = """async ([theme, alike]) => {
    document.documentElement.dataset.theme = theme;
    for (const each of document.getAnimations()) if (each.effect.getComputedTiming().endTime < Infinity) each.finish();
    const found = await axe.run({exclude: alike}, {runOnly: {type: "rule", values: ["color-contrast"]},
        resultTypes: ["violations"], preload: false});
    return found.violations.flatMap((rule) => rule.nodes.map((node) => `${theme} ${rule.id}: ${node.target.join(" ")} ` +
        `${node.html.slice(0, 160)} (${node.any[0]?.message})`));
}"""
ALIKE = [["tbody tr:nth-child(n+6)"], ["li.entry:nth-child(n+8)"]]  # the first of them are looked at
FRAME = [["nav.rail"], ["nav.nav-bar"]]  # the same around every page
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


UNSETTLED = """async (waiting) => {
    const still = () => [...document.querySelectorAll(waiting)].map((each) => each.outerHTML.slice(0, 160));
    for (let tries = 0; tries < 100 && still().length; tries++) await new Promise((go) => setTimeout(go, 30));
    return still();
}"""
WAITING = ":not(:defined, c-palette), .htmx-request, tr[hx-trigger=load], [hx-trigger^=load]:empty:not([hidden])"

FIRST = ("customers", "roles", "people")  # of what is the same for every noun, theirs is looked at
LOOKED_AT = ("", "new", "<int:id>")  # below every noun
WORDS = {"field": "city", "noun": "customer", "verb": "edit"}  # that addresses may have in them
STRANGERS = ("/sign-in", "/sign-in/forgotten")
ASKED = ("?layout=board", "?layout=calendar", "?trashed=1", "?q=zzzzzz")
FILLED = (  # what stands there only where something is asked
    "/journey?segment=1", "/customers/1/merge?with=2", "/customers/duplicates/try?one=C-00001&other=C-00002", "/segments/build?id=1",
    "/segments/1/course?with=2", "/cleaning-rules/try?value=Acme", "/catalogue?q=name", "/events/1?at=", "/journey?within=",
    "/customers/1/hand-off", "/customers/1/hand-off?type=6", "/handoffs/ledger?tab=late",
)  # fmt: skip


class Walk:
    """One browser that goes from page to page, each in the next look; `faults` says what was wrong where. With many pages
    it leaves out the `frame` around them, and where they are of one kind sees each in one theme (not in `both`)."""

    def __init__(self, visitor: Visitor, *, frame: bool = True, both: bool = True) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.alike, self.both = [*ALIKE, *(() if frame else FRAME)], both
        self.faults: list[str] = []
        self.where, self.theme = "", "light"
        self._looks = cycle(LOOKS)
        self.page.add_init_script(path=AXE)

    def to(self, address: str, status: int = 200, at: str = "") -> None:
        """Go there and look, `at` a desk or a phone where it matters. The console tells of a page that is meant to fail: that alone is no complaint."""
        language, size, self.theme = next(look for look in self._looks if at in ("", look[1]))
        cookie = {"name": "language", "value": {"en": "en", "zh": "zh-hans"}[language], "url": self.visitor.address}
        self.visitor.context.add_cookies([cookie])  # type: ignore[list-item]  # a literal
        self.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]  # a literal
        answer = self.page.goto(address)
        self.where = f"{address} ({language}, {size})"
        if answer is None or answer.status != status:
            self.faults.append(f"{self.where} answered {answer and answer.status}")
        if not str(self.page.evaluate("document.documentElement.lang")).startswith(language):
            self.faults.append(f"{self.where} speaks another language")
        self.look()
        if status != 200:
            self.visitor.complaints = [each for each in self.visitor.complaints if str(status) not in each]

    def look(self, part: str = "") -> None:
        """At what is on the page now, in one theme; at its contrast in the other, too."""
        found = [f"still waits: {each}" for each in self.page.evaluate(UNSETTLED, WAITING)]
        if (over := self.page.evaluate(WIDE)) > 0:
            found.append(f"{over} px too wide")
        found += self.page.evaluate(CHECK, [self.theme, RULES, MORE, self.alike])
        if self.both:
            found += self.page.evaluate(CONTRAST, [OTHER[self.theme], self.alike])
        self.faults += [f"{self.where}{part}: {each}" for each in found]

    def open(self, button: str, opened: str) -> None:
        """Press a button, though the look of the page may hide it, and look at what opens."""
        self.page.locator(button).first.dispatch_event("click")
        self.page.locator(opened).first.wait_for(state="visible", timeout=PATIENCE)
        self.look(f" {button}")

    def send(self, address: str, file: tuple[str, bytes] | None = None, **form: str) -> str:
        """Post a form as the page would; the address that it leads to."""
        token = self.page.locator("meta[name=csrf-token]").get_attribute("content")
        given: dict[str, Any] = {"csrfmiddlewaretoken": token, **form}
        if file:
            given["file"] = {"name": file[0], "mimeType": "application/octet-stream", "buffer": file[1]}
        answer = self.page.request.post(f"{self.visitor.address}{address}", multipart=given)
        if not answer.ok:
            self.faults.append(f"{address} answered {answer.status}: {answer.text()[:200]}")
        return answer.url.removeprefix(self.visitor.address)

    def coming(self, listed: str) -> str:
        """The address of the first record of a list into which readers of the journal put it: they follow a moment later."""
        for _try in range(50):
            self.page.goto(listed)
            if found := self.first():
                return found
            self.page.wait_for_timeout(200)
        raise AssertionError(f"nothing came into {listed}")

    def first(self) -> str | None:
        """The address of the first record of the list that is open."""
        row = self.page.locator("tr[data-url]").first
        return row.get_attribute("data-url") if row.count() else None


def test_lists_records_and_forms_of_every_noun(visit: Visit) -> None:
    walk = Walk(visit("admin"), frame=False, both=False)
    for entity in entities():
        here = f"/{entity.path}/"
        walk.to(here)
        one, makes = walk.first(), walk.page.locator("a[data-shortcut=c]").count()
        if one:
            walk.to(one)
        if makes:
            walk.to(f"{here}new")
    assert walk.faults == []


def test_a_page_of_every_shape_of_address(visit: Visit) -> None:
    """Those of the URL table, so that none is forgotten: of each shape the first that answers with a whole page."""
    walk = Walk(visit("admin"), frame=False)
    walk.to("/customers/")
    hook = walk.send("/webhooks/new", name="Told", url="https://hooks.invalid/", nouns="customer", person="1")
    walk.send(f"{hook}/actions/send-test")
    walk.coming("/deliveries/")
    found = [address for routes in shapes().values() if (address := whole_page(walk, routes))]
    for address in found:
        walk.to(address)
    assert walk.faults == []
    assert len(found) > 20, found
    assert [each for each in found if each.endswith("/exchange")], found


def test_what_stands_there_only_where_something_is_asked(visit: Visit) -> None:
    walk = Walk(visit("admin"))
    for address in FILLED:
        walk.to(address)
    assert walk.faults == []


def shapes() -> dict[str, list[str]]:
    """Routes by what they are below their noun: one view each."""
    found: dict[str, list[str]] = {}
    for route in sorted((each.route for each in paged()), key=lambda route: route.split("/")[0] not in FIRST):
        noun, _slash, below = route.partition("/")
        of_noun = find(noun) is not None and "/" in route
        if not (of_noun and below in LOOKED_AT):
            found.setdefault(below if of_noun else route, []).append(route)
    return found


def whole_page(walk: Walk, routes: list[str]) -> str | None:
    """The first of these addresses that is a page for somebody to look at, and no part of one, no file and no verb."""
    for route in routes:
        address = filled(walk, route)
        answer = walk.page.request.get(address, max_redirects=0) if address else None
        if answer and answer.status == 200:
            return address if "<!doctype html>" in answer.text()[:200] else None
    return None


def filled(walk: Walk, route: str) -> str | None:
    """An address of this route; None where there is no record for it, or a parameter that only a secret fills."""
    if "<int:id>" in route:
        listed = walk.page.request.get(f"/{route.split('/')[0]}/").text()
        first = re.search(r'data-url="[^"]*/(\d+)"', listed)
        route = route.replace("<int:id>", first[1]) if first else route
    for name, word in WORDS.items():
        route = route.replace(f"<str:{name}>", word)
    return None if "<" in route else f"/{route}"


def test_what_is_no_list_and_what_opens(visit: Visit) -> None:
    walk = Walk(visit("admin"))
    for asked in ASKED:
        walk.to(f"/customers/{asked}")
    walk.to("/nowhere", 404)
    walk.to("/customers/", at="desk")
    for part, opened in (
        ("[popovertarget=me]", "#me"),
        ("[popovertarget=view-menu]", "#view-menu"),
        (".bar [popovertarget=more]", "#more"),
        ("[popovertarget=sort-menu]", "#sort-menu"),
        ("c-columns button", "c-columns [popover]"),
        ("c-filter button", "c-filter :popover-open"),
        ("[data-peek-open]", "#peek .peek-head"),
        ("tbody .check", "c-selection"),
        ("c-selection [hx-post$='/edit']", "dialog[open]"),
    ):
        walk.open(part, opened)
    walk.to("/customers/1")
    walk.open("[hx-get$='/share']", "dialog[open]")
    walk.to("/customers/?layout=board")
    walk.open(".card [data-move]", "dialog[open]")
    walk.page.keyboard.press("Escape")
    walk.page.keyboard.press("Control+k")
    walk.look(" palette")
    assert walk.faults == []


def test_what_stands_there_only_once_something_was_done(visit: Visit) -> None:
    walk = Walk(visit("admin"))
    walk.to("/customers/1?at=")
    columns = walk.send("/customers/import", ("customers.csv", "客户名称,员工数\nLarch & Co,12\n坏行,很多\n".encode()))
    walk.to(columns)
    walk.page.click("button[name=start]")
    walk.page.wait_for_url("**/report")
    walk.to(columns.replace("columns", "report"))
    walk.to(walk.send("/customers/bulk/delete/begin", ids="999999999"))
    walk.to("/batches/")
    walk.to(walk.first() or "/batches/none")
    walk.send("/customers/1/files", ("notes.txt", "Café 客户\n".encode()))
    walk.to("/files/")
    walk.to(walk.first() or "/files/none")
    view = walk.send("/customers/views/new", name="Big ones", filter="employees > 100", layout="board", by="stage")
    walk.to(view)
    for dialog in ("view-new", "view-rename", "view-share"):
        walk.open(f"[data-dialog={dialog}]", f"#{dialog}")
        walk.page.keyboard.press("Escape")
    walk.send(f"/views/{view.split('=')[1]}/favourite", on="on")
    walk.send("/customers/1/favourite", on="on")
    hook = walk.send("/webhooks/new", name="Hook", url="https://hooks.invalid/", nouns="customer", person="1")
    walk.to(hook)
    walk.to(f"{hook}/secret")
    assert walk.faults == []


def test_strangers_and_a_plain_role(visit: Visit) -> None:
    walk = Walk(visit("sales"))
    walk.to("/customers/")
    walk.to(walk.first() or "/")
    walk.to("/me/sign-in")
    walk.visitor.context.clear_cookies()
    walk.visitor.means(401)  # to the page that was left open
    for address in STRANGERS:
        walk.to(address)
    walk.to("/sign-in/link/none", 410)
    walk.to("/nowhere", 404)
    assert walk.faults == []
