"""The addresses of signing in, and of what one has to do with it later."""

from __future__ import annotations

from django.urls import URLPattern, path

from concerto.kernel.pages.signing_in import accounts, door, enrolling, keys, mine, people, proving, reset, second

urlpatterns: list[URLPattern] = [
    path("sign-in", door.sign_in_page),
    path("sign-in/passkey/begin", door.passkey_begin),
    path("sign-in/passkey", door.passkey_page),
    path("sign-in/second", second.second_page),
    path("sign-in/second/passkey", second.second_passkey_begin),
    path("sign-in/enrol", enrolling.enrol_page),
    path("sign-in/forgotten", reset.forgotten_page),
    path("sign-in/link/<str:key>", reset.link_page),
    path("sign-in/with/<int:id>", accounts.out),
    path("sign-in/with/<int:id>/back", accounts.back),
    path("sign-out", door.sign_out_page),
    path("me/sign-in", mine.mine),
    path("me/sign-in/again", proving.again_page),
    path("me/sign-in/again/passkey", proving.again_passkey_begin),
    path("me/sign-in/password", mine.password),
    path("me/sign-in/app", enrolling.app_page),
    path("me/sign-in/passkey/begin", enrolling.passkey_begin),
    path("me/sign-in/passkey", enrolling.passkey_made),
    path("me/sign-in/codes", enrolling.codes_page),
    path("me/sign-in/ways/<int:id>/remove", mine.remove_way),
    path("me/sign-in/sessions/end", mine.end_others),
    path("me/sign-in/sessions/<int:id>/end", mine.end_session),
    path("me/sign-in/tokens/new", keys.new_key),
    path("me/sign-in/tokens/<int:id>/revoke", keys.revoke_key),
    path("me/sign-in/tokens/<int:id>/rotate", keys.rotate_key),
    path("people/<int:id>/sign-in", people.of_person),
    path("people/<int:id>/sign-in/link", people.link_for),
    path("people/<int:id>/sign-in/end", people.end_theirs),
    path("people/<int:id>/sign-in/ways/<int:way>/remove", people.remove_theirs),
]
