"""How a comment is written on the timeline of any record that somebody looks after."""

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.comments.comment.entity import comment
from concerto.collaboration.comments.comment.model import Comment
from concerto.kernel.pages.panels import compose

compose(comment, Comment.body, prompt=_("Write to colleagues: @ and a name tells a person, a team or a department"))
