"""Addresses of what a person is told, and of what runs for that person."""

from django.urls import path

from concerto.kernel.pages.notices import settings, views

urlpatterns = [
    path("notices", views.whole),
    path("notices/panel", views.panel),
    path("notices/read", views.mark_read),
    path("notices/act", views.act),
    path("notices/settings", settings.settings),
    path("notices/<int:id>/open", views.open_one),
    path("running", views.under_way),
]
