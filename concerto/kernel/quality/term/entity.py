from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows
from concerto.kernel.quality.term.model import GlossaryTerm

glossary_term = Entity(
    GlossaryTerm,
    id="glossary-term",
    path="glossary",
    prefix="GT",
    label=_("Term"),
    plural=_("Glossary terms"),
    about=_("The words of our business and what we mean by them."),
    icon="vocabulary",
    title=GlossaryTerm.term,
    title_zh=GlossaryTerm.term_zh,
    columns=[GlossaryTerm.term, GlossaryTerm.term_zh, GlossaryTerm.meaning],
    page=[Section(_("Term"), GlossaryTerm.term, GlossaryTerm.term_zh, GlossaryTerm.meaning, GlossaryTerm.meaning_zh)],
    search=[GlossaryTerm.term, GlossaryTerm.term_zh],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
