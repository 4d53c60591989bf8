from django.utils.translation import gettext_lazy as _

from concerto.commerce.price.model import Price
from concerto.company.roles import ACCOUNTANT, EXECUTIVE, PRODUCT_MANAGER, SALES_MANAGER, SALES_REP
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

price = Entity(
    Price,
    id="price",
    path="prices",
    prefix="PX",
    label=_("Price"),
    plural=_("Prices"),
    about=_("What a product costs in a price book, from some quantity on."),
    icon="coins",
    title=Price.note,
    head=Head(badges=[Price.price]),
    columns=[Price.product, Price.book, Price.price, Price.least, Price.note],
    page=[Section(_("Price"), Price.book, Price.product, Price.price, Price.least, Price.note)],
    quiet=[Price.tags],
    follows=Price.book,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(SALES_MANAGER, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(PRODUCT_MANAGER, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(SALES_REP, read=ALL),
        rows(ACCOUNTANT, read=ALL, export=ALL),
        rows(EXECUTIVE, read=ALL, export=ALL),
    ],
)  # fmt: skip
