from django.utils.translation import gettext_lazy as _

from concerto.collaboration.comments.comment.actions import react
from concerto.collaboration.comments.comment.guards import answers_the_same_record, reaches_whom_it_mentions
from concerto.collaboration.comments.comment.model import Comment
from concerto.collaboration.matters import talked_about
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, OWN, READABLE, rows

comment = Entity(
    Comment,
    id="comment",
    path="comments",
    prefix="CM",
    label=_("Comment"),
    plural=_("Comments"),
    about=_("What colleagues say to each other about a record; whoever is mentioned is told."),
    icon="message",
    title=Comment.body,
    columns=[Comment.body, Comment.subject, Comment.author],
    page=[Section(_("Comment"), Comment.body, Comment.subject, Comment.author, Comment.reply_to)],
    search=[Comment.body],
    owner=Comment.author,
    attached=Comment.subject,
    attaches=talked_about,
    entry=True,
    actions=[react],
    guards=[answers_the_same_record, reaches_whom_it_mentions],
    access=[
        rows(ADMINISTRATOR, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE, create=READABLE, edit=OWN, delete=OWN).locking(Comment.author),
    ],
)
