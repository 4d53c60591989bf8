"""All addresses: health, the API, pages; and what answers where there is nothing or something broke."""

from django.urls import URLPattern, URLResolver, include, path

from concerto.collaboration.approvals.waiting.pages import urlpatterns as approvals
from concerto.collaboration.comments.thread.pages import urlpatterns as threads
from concerto.collaboration.conversations.pages import urlpatterns as conversations
from concerto.collaboration.handoffs.filling.pages import urlpatterns as filling
from concerto.collaboration.handoffs.ledger.pages import urlpatterns as ledger
from concerto.collaboration.handoffs.measures.pages import urlpatterns as measures
from concerto.collaboration.handoffs.offering.pages import urlpatterns as offering
from concerto.collaboration.meetings.calendar.pages import urlpatterns as calendars
from concerto.collaboration.my_work.pages import urlpatterns as work
from concerto.collaboration.people.gaps.pages import urlpatterns as gaps
from concerto.collaboration.people.matrix.pages import urlpatterns as matrix
from concerto.collaboration.people.seat.pages import urlpatterns as seats
from concerto.collaboration.people.succession.pages import urlpatterns as succession
from concerto.collaboration.pins.pages import urlpatterns as pins
from concerto.collaboration.promises.ledger.pages import urlpatterns as promises
from concerto.collaboration.tasks.pages import urlpatterns as tasks
from concerto.commerce.quote.pages import urlpatterns as quotes
from concerto.customers.journey.pages import urlpatterns as journeys
from concerto.customers.tracking.urls import urlpatterns as tracking
from concerto.kernel.pages.urls import urlpatterns as pages
from concerto.kernel.quality.pages import urlpatterns as quality
from concerto.kernel.segments.pages import urlpatterns as segments
from concerto.kernel.webhooks.pages import urlpatterns as webhooks
from concerto.site.health import alive, ready
from concerto.site.navigation import declare_places
from concerto.site.watching.numbers import metrics

declare_places()

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", alive),
    path("readyz", ready),
    path("metrics", metrics),
    path("api/", include("concerto.kernel.api.urls")),
    *tracking,
    *calendars,
    *approvals,
    *conversations,
    *filling,
    *ledger,
    *tasks,
    *work,
    *measures,
    *offering,
    *gaps,
    *matrix,
    *seats,
    *succession,
    *threads,
    *pins,
    *promises,
    *quotes,
    *journeys,
    *segments,
    *quality,
    *webhooks,
    *pages(),
]

handler400 = "concerto.kernel.ui.errors.bad_request"
handler403 = "concerto.kernel.ui.errors.forbidden"
handler404 = "concerto.kernel.ui.errors.not_found"
handler500 = "concerto.kernel.ui.errors.broken"
