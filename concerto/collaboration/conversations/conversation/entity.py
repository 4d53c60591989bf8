from django.utils.translation import gettext_lazy as _

from concerto.collaboration.conversations.conversation.guards import stays_between_two
from concerto.collaboration.conversations.conversation.model import Conversation
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, SHARED, rows

conversation = Entity(
    Conversation,
    id="conversation",
    path="conversations",
    prefix="CH",
    label=_("Conversation"),
    plural=_("Conversations"),
    about=_(
        "Channels, and what people say to each other directly. Whom it is shared with may read it and write in it."
    ),
    icon="messages",
    title=Conversation.name,
    head=Head(badges=[Conversation.open_to]),
    columns=[Conversation.name, Conversation.last_said, Conversation.open_to, Conversation.owner],
    page=[
        Section(
            _("Conversation"),
            Conversation.name,
            Conversation.about,
            Conversation.open_to,
            Conversation.owner,
            Conversation.last_said,
        )
    ],
    quiet=[Conversation.pair],
    derived=[Conversation.last_said],
    search=[Conversation.name, Conversation.about],
    gathers=True,
    owner=Conversation.owner,
    shared=Conversation.open_to,
    followed=False,
    opens_on="/conversations/?sort=-last_said",
    guards=[stays_between_two],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=SHARED, create=OWN, edit=OWN, delete=OWN),
    ],
)
