"""The secret of a webhook, for whoever may change the webhook."""

from __future__ import annotations

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


urlpatterns: list[URLPattern] = [path(f"{webhook.path}/<int:id>/secret", secret)]
