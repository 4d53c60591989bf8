from django.utils.translation import gettext_lazy as _

from concerto.commerce.currency.guards import code_stays, is_known_at_once
from concerto.commerce.currency.model import Currency
from concerto.company.roles import ACCOUNTANT
from concerto.kernel.entity.entity import Entity, Head, Match, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

currency = Entity(
    Currency,
    id="currency",
    path="currencies",
    prefix="CU",
    label=_("Currency"),
    plural=_("Currencies"),
    about=_("The currencies we sell in, beside our own."),
    icon="coin",
    title=Currency.name,
    title_zh=Currency.name_zh,
    head=Head(badges=[Currency.iso]),
    columns=[Currency.iso, Currency.name, Currency.name_zh, Currency.decimals],
    page=[Section(_("Currency"), Currency.iso, Currency.name, Currency.name_zh, Currency.decimals)],
    quiet=[Currency.tags],
    search=[Currency.iso, Currency.name, Currency.name_zh],
    match=[Match(Currency.iso)],
    guards=[code_stays, is_known_at_once],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, export=ALL, import_=ALL),
        rows(ACCOUNTANT, read=ALL, create=ALL, edit=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
