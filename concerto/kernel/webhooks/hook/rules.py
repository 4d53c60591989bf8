"""What is wrong with a webhook, as far as it can be told before anything was sent."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import EVERYTHING, Unclear, parse
from concerto.kernel.webhooks.hook.model import Webhook


def wrong(hook: Webhook) -> Mapping[str, Label]:
    """Field id → sentence."""
    problems = {"url": wrong_address(hook.url), "filter": wrong_filter(hook)}
    if not hook.nouns:
        problems["nouns"] = _("This is needed.")
    return {id: problem for id, problem in problems.items() if problem}


def wrong_address(url: str) -> Label:
    from concerto.kernel.outbound.refusals import Blocked
    from concerto.kernel.outbound.targets import readable  # brings the client along, which pages do without

    try:
        readable(url)
    except Blocked as blocked:
        return blocked.message
    return ""


def wrong_filter(hook: Webhook) -> Label:
    try:
        tree = parse(hook.filter)
        if tree == EVERYTHING:
            return ""
        if len(hook.nouns) != 1:
            return _("A filter needs exactly one kind of records.")
        compiled(SYSTEM, named(hook.nouns[0]), tree)
    except Unclear as unclear:
        return unclear.message
    return ""
