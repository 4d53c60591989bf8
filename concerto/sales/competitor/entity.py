from django.utils.translation import gettext_lazy as _

from concerto.company.roles import EXECUTIVE, MARKETER, PRODUCT_MANAGER, SALES_MANAGER, SALES_REP
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows
from concerto.sales.competitor.model import Competitor

competitor = Entity(
    Competitor,
    id="competitor",
    path="competitors",
    prefix="RI",
    label=_("Competitor"),
    plural=_("Competitors"),
    about=_("Who else our customers could buy from, and how deals against them ended."),
    icon="flag",
    title=Competitor.name,
    columns=[Competitor.name, Competitor.how_to_win, Competitor.website, Competitor.owner],
    page=[
        Section(_("Competitor"), Competitor.name, Competitor.website, Competitor.strengths, Competitor.weaknesses, Competitor.how_to_win),
        Section(_("Looked after by"), Competitor.owner, Competitor.department),
    ],
    search=[Competitor.name, Competitor.strengths, Competitor.weaknesses, Competitor.how_to_win],
    owner=Competitor.owner,
    department=Competitor.department,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EXECUTIVE, read=ALL, export=ALL),
        rows(SALES_MANAGER, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(SALES_REP, read=ALL, create=ALL, edit=ALL),
        rows(MARKETER, read=ALL, create=ALL, edit=ALL),
        rows(PRODUCT_MANAGER, read=ALL, create=ALL, edit=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
