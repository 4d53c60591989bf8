from django.urls import path, re_path

from concerto.kernel.api.catalogue import catalogue
from concerto.kernel.api.docs import docs
from concerto.kernel.api.door import noun, nowhere, open_to_all, reading
from concerto.kernel.api.openapi import openapi
from concerto.kernel.api.searching import searched

urlpatterns = [
    path("docs", open_to_all(docs), name="docs"),
    path("v1/openapi.json", open_to_all(openapi), name="openapi"),
    path("v1/search", reading(searched, "q", "entity", "limit"), name="api-search"),
    path("v1/entities", reading(catalogue), name="api-entities"),
    path("v1/<path:address>", noun, name="api"),
    re_path("", nowhere),
]
