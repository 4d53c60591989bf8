from django.utils.translation import gettext_lazy as _

from concerto.commerce.quote_line.actions import change_line, remove_line
from concerto.commerce.quote_line.model import QuoteLine
from concerto.commerce.quote_line.rules import fits
from concerto.company.roles import EXECUTIVE, SALES_MANAGER
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, READABLE, rows

quote_line = Entity(
    QuoteLine,
    id="quote-line",
    path="quote-lines",
    prefix="QN",
    label=_("Quote line"),
    plural=_("Quote lines"),
    about=_("What quotes offer, position by position, at which price."),
    icon="list-check",
    title=QuoteLine.item,
    head=Head(under=[QuoteLine.quote], badges=[QuoteLine.net]),
    columns=[QuoteLine.item, QuoteLine.quote, QuoteLine.quantity, QuoteLine.unit, QuoteLine.unit_price, QuoteLine.discount_percent, QuoteLine.net],
    page=[
        Section(_("Quote line"), QuoteLine.quote, QuoteLine.position, QuoteLine.product, QuoteLine.item, QuoteLine.quantity, QuoteLine.unit),
        Section(_("Price"), QuoteLine.list_price, QuoteLine.unit_price, QuoteLine.discount_percent, QuoteLine.tax_percent, QuoteLine.net, QuoteLine.tax, QuoteLine.currency),
    ],
    derived=[
        QuoteLine.quote, QuoteLine.position, QuoteLine.product, QuoteLine.item, QuoteLine.quantity, QuoteLine.unit, QuoteLine.list_price,
        QuoteLine.unit_price, QuoteLine.discount_percent, QuoteLine.tax_percent, QuoteLine.net, QuoteLine.tax, QuoteLine.currency,
    ],
    search=[QuoteLine.item],
    follows=QuoteLine.quote,
    checks=[fits],
    actions=[change_line, remove_line],
    access=[
        rows(ADMINISTRATOR, read=READABLE, export=READABLE),
        rows(EXECUTIVE, read=READABLE, export=READABLE),
        rows(SALES_MANAGER, read=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE),
    ],
)  # fmt: skip
