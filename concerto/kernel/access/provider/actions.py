"""What is done to a sign-in provider beside editing it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.provider.model import Provider
from concerto.kernel.access.sealing import seal, unseal
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import line
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.writing import write


@action(on=Provider, label=_("Set the client secret"), icon="key", bulk=False)
def set_secret(actor: Actor, provider: Provider, *, secret: str) -> None:
    """Keep the secret that the provider gave us, sealed. The journal tells that it is new, not what it is."""
    Provider.everything.filter(pk=provider.pk).update(secret=seal(secret, purpose_of(provider)))
    write(line(actor, entity_of(provider), provider, {}))


def secret_of(provider: Provider) -> str:
    """The client secret, "" where none is needed. Raises Unsealable where the key that sealed it is gone."""
    return unseal(provider.secret, purpose_of(provider)) if provider.secret else ""


def purpose_of(provider: Provider) -> str:
    return f"provider {provider.pk}"
