from django.urls import path

from concerto.customers.tracking.door import track, tracker

urlpatterns = [path("tracker.js", tracker), path("track/<str:key>", track)]
