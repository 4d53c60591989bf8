"""What a web process answers: a path under `mounts` by an ASGI application of its own, everything else by Django."""

from __future__ import annotations

from pathlib import Path

from django.urls import get_resolver

from concerto.site.configuration import configuration
from concerto.site.home import using
from concerto.site.serve.bridge import Bridge
from concerto.site.serve.dispatch import ASGIApplication, dispatcher
from concerto.site.wsgi import application as django


def mounts() -> dict[str, ASGIApplication]:
    """Imported here: the nouns are there only once Django is set up, by the import of its application above."""
    from concerto.kernel.live.door import Live

    return {"/live": Live()}


def incoming(home: Path) -> Path:
    """Where the bodies of large requests wait: beside the data, because the temporary folder may be memory."""
    folder = home / "incoming"
    with using(home):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


_ = get_resolver().url_patterns  # every page is imported before the first one is asked for
application = dispatcher(mounts(), Bridge(django, folder=incoming(configuration().home)))
