from django.utils.translation import gettext_lazy as _

from concerto.company.roles import SALES_MANAGER, STEWARD
from concerto.customers.tier.model import TierPolicy
from concerto.customers.tier.rules import can_be_written, of_customers
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

tier = Entity(
    TierPolicy,
    id="tier",
    path="tiers",
    prefix="TI",
    label=_("Tier"),
    plural=_("Tiers"),
    about=_("Which customers are key, growing or regular, and what we do for each."),
    icon="chart-bar",
    title=TierPolicy.name,
    title_zh=TierPolicy.name_zh,
    head=Head(badges=[TierPolicy.grade]),
    columns=[TierPolicy.name, TierPolicy.grade, TierPolicy.place, TierPolicy.segment, TierPolicy.grace, TierPolicy.served_by, TierPolicy.promise,
             TierPolicy.discount],
    page=[
        Section(_("Who has it"), TierPolicy.name, TierPolicy.name_zh, TierPolicy.grade, TierPolicy.place, TierPolicy.segment, TierPolicy.grace, TierPolicy.active),
        Section(_("What we do for them"), TierPolicy.served_by, TierPolicy.promise, TierPolicy.channel, TierPolicy.discount, TierPolicy.about),
    ],
    quiet=[TierPolicy.tags],
    search=[TierPolicy.name, TierPolicy.name_zh],
    checks=[of_customers, can_be_written],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(STEWARD, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(SALES_MANAGER, read=ALL, edit=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
