from django.utils.translation import gettext_lazy as _

from concerto.kernel.batches.batch.actions import cancel, pause, resume, undo
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows

batch = Entity(
    Batch,
    id="batch",
    path="batches",
    prefix="MC",
    label=_("Mass change"),
    plural=_("Mass changes"),
    about=_("What was done to many records at once, and what became of every one of them."),
    icon="stack-2",
    title=Batch.name,
    title_zh=Batch.name_zh,
    head=Head(badges=[Batch.status]),
    columns=[Batch.name, Batch.noun, Batch.status, Batch.person, Batch.created_at, Batch.total, Batch.changed, Batch.refused,
             Batch.conflicts],
    page=[
        Section(_("Mass change"), Batch.name, Batch.name_zh, Batch.noun, Batch.person, Batch.status, Batch.undoes, Batch.part_of,
                Batch.started_at, Batch.finished_at, Batch.problem),
        Section(_("Every record"), Batch.total, Batch.changed, Batch.unchanged, Batch.refused, Batch.conflicts),
    ],
    derived=[Batch.total, Batch.changed, Batch.unchanged, Batch.refused, Batch.conflicts],
    owner=Batch.person,
    access=[
        rows(ADMINISTRATOR, read=ALL),
        rows(EVERYONE, read=OWN),
    ],
    actions=[pause, resume, cancel, undo],
)  # fmt: skip
