"""How facts look: pieces of HTML made by functions, as the cells of a list are, because a page has dozens of them.

`nonce` is that of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from concerto.kernel.ui.drawing import field_value, icon

if TYPE_CHECKING:
    from concerto.kernel.pages.record.facts import Fact

LONG = ("long-text", "choice-list")  # kinds that take the whole width


def row(fact: Fact, nonce: str) -> Markup:
    """Label, value and the button for its source; folded away while it is empty."""
    state = f"{'is-long' if fact.field.kind.id in LONG else ''} {'' if fact.filled else 'is-folded'}".strip()
    marked = f' class="{state}"' if state else ""
    return Markup(f"<div{marked}>{_label(fact)}{cell(fact)}{_button(fact, 'src-', nonce)}</div>\n")


def brief(fact: Fact, nonce: str) -> Markup:
    return Markup(f"<div>{_label(fact)}<dd>{_value(fact)}</dd>{_button(fact, 'peek-src-', nonce)}</div>\n")


def cell(fact: Fact) -> Markup:
    """The value, editable in its place."""
    editable = f' data-editable data-edit-url="{fact.edit}"' if fact.edit else ""
    empty = "" if fact.filled else ' class="is-nil"'
    return Markup(f'<dd data-field="{fact.field.id}"{editable}{empty}>{_value(fact)}</dd>')


def _label(fact: Fact) -> str:
    return f"<dt>{escape(fact.field.label)}</dt>"


def _value(fact: Fact) -> Markup:
    return field_value(fact.field, fact.look.record, fact.look.sight)


def _button(fact: Fact, prefix: str, nonce: str) -> str:
    """Opens the path of a value: where it comes from, and what it was before."""
    if not (fact.source and fact.filled):
        return ""
    id, label = f"{prefix}{fact.field.id}", _("Where this comes from: %(field)s") % {"field": fact.field.label}
    return (
        f'<dd class="acts"><button type="button" popovertarget="{id}" aria-label="{escape(label)}">{icon("history", "s")}</button>'
        f'<div class="pop src" id="{id}" popover data-quiet hx-get="{fact.source}" hx-trigger="toggle once" hx-target="this"'
        f' hx-swap="innerHTML" hx-nonce="{nonce}"><span class="skeleton is-short"></span></div></dd>'
    )
