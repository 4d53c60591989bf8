"""The secret of a webhook, for whoever may change it; what a message said and what came back, for whoever may see it."""

from __future__ import annotations

import orjson
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.webhooks import signing
from concerto.kernel.webhooks.delivery.entity import delivery
from concerto.kernel.webhooks.delivery.model import Delivery
from concerto.kernel.webhooks.hook.entity import webhook
from concerto.kernel.webhooks.hook.model import Webhook


@page("GET")
def secret(request: Asking, id: int) -> HttpResponse:
    hook = visible_to(request.actor, Webhook, Act.EDIT).filter(pk=min(id, LARGEST_ID)).first()
    if hook is None:
        raise NotThere()
    secrets = [signing.written(key) for key in signing.valid(hook, timezone.now())]
    address = record_address(webhook, hook.pk)
    return answer(
        request, "webhooks/secret.html", {"hook": hook, "entity": webhook, "address": address, "secrets": secrets}
    )


@page("GET")
def exchange(request: Asking, id: int) -> HttpResponse:
    found = visible_to(request.actor, Delivery).select_related("webhook").filter(pk=min(id, LARGEST_ID)).first()
    if found is None:
        raise NotThere()
    context = {
        "delivery": found, "entity": delivery, "title": delivery.title_of(found), "address": record_address(delivery, found.pk),
        "url": found.webhook.url, "headers": told_headers(found), "request_body": indented(found.request),
    }  # fmt: skip
    return answer(request, "webhooks/exchange.html", context)


def told_headers(sent: Delivery) -> dict[str, str]:
    """The headers of the last try, its signatures masked."""
    if not sent.tried_at:
        return {}
    headers = signing.headers(sent.webhook, sent.message_id, sent.tried_at, b"")
    return headers | {"webhook-signature": "v1,•••"}


def indented(body: str) -> str:
    return orjson.dumps(orjson.loads(body), option=orjson.OPT_INDENT_2).decode() if body else ""


urlpatterns: list[URLPattern] = [
    path(f"{webhook.path}/<int:id>/secret", secret),
    path(f"{delivery.path}/<int:id>/exchange", exchange),
]
