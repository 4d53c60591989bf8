"""Ending a key, and putting a fresh one in its place."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import PAGE, Actor
from concerto.kernel.access.token.keys import issue
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.entity.policy import Act


@action(on=Token, label=_("Revoke"), needs=Act.READ, icon="plug-connected-x")
def revoke(actor: Actor, token: Token) -> None:
    """From the next request on the key opens nothing."""
    if token.revoked_at is None:
        change(actor, token, revoked_at=timezone.now())


def revoke_all(actor: Actor, person: int) -> None:
    """Revoke every key that acts as a person."""
    with transaction.atomic():
        living = Token.everything.filter(person=person, revoked_at=None)
        for token in living.select_for_update(of=("self",), no_key=True).order_by("pk"):
            change(actor.doing(revoke.verb), token, revoked_at=timezone.now())


@action(on=Token, label=_("Replace by a new key"), needs=Act.READ, icon="refresh")
def rotate(actor: Actor, token: Token) -> str:
    """A new key with the same limits, for the same time as the former was made for; the former ends. By its person, on a page."""
    if actor.person != token.person_id or actor.door != PAGE:
        raise Forbidden()
    if token.revoked_at:
        raise Refused(_("This token was revoked; make a new one."))
    change(actor, token, revoked_at=timezone.now())
    lasts = timezone.now() + (token.expires_at - token.created_at) if token.expires_at and token.created_at else None
    return issue(actor, person=token.person_id, name=token.name, expires_at=lasts, acts=token.acts, nouns=token.nouns)
