from django.utils.translation import gettext_lazy as _

from concerto.commerce.exchange_rate.model import ExchangeRate
from concerto.commerce.exchange_rate.rules import of_another_currency
from concerto.company.roles import ACCOUNTANT
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

exchange_rate = Entity(
    ExchangeRate,
    id="exchange-rate",
    path="exchange-rates",
    prefix="XR",
    label=_("Exchange rate"),
    plural=_("Exchange rates"),
    about=_("What other currencies are worth in ours, each from a day until the next."),
    icon="coins",
    title=ExchangeRate.source,
    head=Head(badges=[ExchangeRate.currency, ExchangeRate.since, ExchangeRate.rate]),
    columns=[ExchangeRate.currency, ExchangeRate.since, ExchangeRate.rate, ExchangeRate.source],
    page=[Section(_("Exchange rate"), ExchangeRate.currency, ExchangeRate.since, ExchangeRate.rate, ExchangeRate.source)],
    quiet=[ExchangeRate.tags],
    search=[ExchangeRate.source],
    checks=[of_another_currency],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(ACCOUNTANT, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
