from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.commerce.quote.actions import accept, add_line, approve, decline, revise, send
from concerto.commerce.quote.guards import keeps_its_currency, stays_as_sent
from concerto.commerce.quote.model import Quote
from concerto.company.roles import (
    ACCOUNTANT,
    EXECUTIVE,
    LAWYER,
    PRODUCT_MANAGER,
    SALES_MANAGER,
    SALES_REP,
    SUCCESS_MANAGER,
)
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, OWN, READABLE, TEAM, TREE, rows

quote = Entity(
    Quote,
    id="quote",
    path="quotes",
    prefix="Q",
    label=_("Quote"),
    plural=_("Quotes"),
    about=_("What we offered customers, at which price and until when, and what they said."),
    icon="receipt-yuan",
    title=Quote.name,
    head=Head(under=[Quote.customer], badges=[Quote.state, Quote.gross, Quote.valid_until]),
    columns=[Quote.name, Quote.customer, Quote.state, Quote.gross, Quote.steepest, Quote.valid_until, Quote.owner],
    page=[
        Section(_("Quote"), Quote.name, Quote.customer, Quote.valid_until, Quote.currency, Quote.book, Quote.terms),
        Section(_("Amounts"), Quote.listed, Quote.discount, Quote.steepest, Quote.net, Quote.tax, Quote.gross, Quote.worth),
        Section(pgettext("quote", "Way"), Quote.state, Quote.edition, Quote.replaces, Quote.sent_on, Quote.closed_at, Quote.reason),
        Section(_("Looked after by"), Quote.owner, Quote.department),
    ],
    derived=[
        Quote.state, Quote.edition, Quote.replaces, Quote.listed, Quote.discount, Quote.net, Quote.tax, Quote.gross, Quote.steepest, Quote.worth,
        Quote.sent_on, Quote.closed_at, Quote.reason,
    ],
    search=[Quote.name],
    owner=Quote.owner,
    department=Quote.department,
    follows=Quote.customer,
    guards=[stays_as_sent, keeps_its_currency],
    actions=[add_line, approve, send, accept, decline, revise],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EXECUTIVE, read=ALL, export=ALL),
        rows(SALES_MANAGER, read=ALL, create=ALL, edit=TREE, delete=TREE, export=TREE),
        rows(SALES_REP, read=TEAM, create=OWN, edit=OWN, delete=OWN, export=OWN),
        rows(ACCOUNTANT, read=ALL, export=ALL),
        rows(LAWYER, read=READABLE),
        rows(SUCCESS_MANAGER, read=READABLE),
        rows(PRODUCT_MANAGER, read=READABLE),
    ],
)  # fmt: skip
