from django.utils.translation import gettext_lazy as _

from concerto.commerce.price_book.model import PriceBook
from concerto.company.roles import ACCOUNTANT, EXECUTIVE, PRODUCT_MANAGER, SALES_MANAGER, SALES_REP
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

price_book = Entity(
    PriceBook,
    id="price-book",
    path="price-books",
    prefix="PB",
    label=_("Price book"),
    plural=_("Price books"),
    about=_("Prices for some customers or for all, in one currency. The book of a customer's tier goes before one for all, a newer before an older."),
    icon="book",
    title=PriceBook.name,
    title_zh=PriceBook.name_zh,
    head=Head(badges=[PriceBook.currency, PriceBook.tier, PriceBook.active]),
    columns=[PriceBook.name, PriceBook.currency, PriceBook.tier, PriceBook.since, PriceBook.until, PriceBook.active],
    page=[
        Section(_("Price book"), PriceBook.name, PriceBook.name_zh, PriceBook.currency, PriceBook.active),
        Section(_("Who has it, and when"), PriceBook.tier, PriceBook.since, PriceBook.until),
    ],
    search=[PriceBook.name, PriceBook.name_zh],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(SALES_MANAGER, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(PRODUCT_MANAGER, read=ALL, create=ALL, edit=ALL, export=ALL, import_=ALL),
        rows(SALES_REP, read=ALL),
        rows(ACCOUNTANT, read=ALL, export=ALL),
        rows(EXECUTIVE, read=ALL, export=ALL),
    ],
)  # fmt: skip
