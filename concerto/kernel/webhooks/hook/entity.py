from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows
from concerto.kernel.webhooks.hook.actions import replay_failed, rotate_secret, send_test, turn_off, turn_on
from concerto.kernel.webhooks.hook.guards import tells_what_one_may_read
from concerto.kernel.webhooks.hook.model import Webhook
from concerto.kernel.webhooks.hook.rules import wrong

webhook = Entity(
    Webhook,
    id="webhook",
    path="webhooks",
    prefix="WH",
    label=_("Webhook"),
    plural=_("Webhooks"),
    about=_("Addresses of other systems that are told what happens here."),
    icon="broadcast",
    title=Webhook.name,
    columns=[Webhook.name, Webhook.url, Webhook.active, Webhook.nouns, Webhook.verbs, Webhook.person, Webhook.failures],
    head=Head(under=[Webhook.url]),
    page=[
        Section(_("Webhook"), Webhook.name, Webhook.url, Webhook.person),
        Section(_("What is told"), Webhook.nouns, Webhook.verbs, Webhook.filter),
        Section(_("State"), Webhook.active, Webhook.off_because, Webhook.failures, Webhook.paused_until, Webhook.generation,
                Webhook.rotated_at),
    ],
    derived=[Webhook.active, Webhook.off_because, Webhook.failures, Webhook.paused_until, Webhook.generation, Webhook.rotated_at],
    owner=Webhook.person,
    checks=[wrong],
    guards=[tells_what_one_may_read],
    actions=[turn_on, turn_off, send_test, replay_failed, rotate_secret],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(EVERYONE, read=OWN),
    ],
)  # fmt: skip
