"""The Jinja environment of every page: strict about names, escaped, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from concerto.kernel.ui.assets import asset, styles


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 engine calls once."""
    options |= {"undefined": StrictUndefined, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    made.globals |= {"asset": asset, "styles": styles, "url": reverse}
    return made
