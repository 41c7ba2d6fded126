from django.urls import URLPattern, path

from hemicycle.delegations.views import (
    caps,
    delegations,
    registering,
    registrations,
)

app_name = "delegations"

REGISTRATIONS: list[URLPattern] = [
    path("register/", registering.register, name="register"),
    path("registrations/<str:id>/", registrations.show, name="registration"),
    path("registrations/<str:id>/draft/", registering.draft, name="draft"),
    path("registrations/<str:id>/confirm/", registrations.confirm, name="confirm"),
    path("registrations/<str:id>/details/", registrations.details, name="details"),
    path("registrations/<str:id>/correct/", registrations.correct, name="correct"),
    path("registrations/<str:id>/withdraw/", registrations.withdraw, name="withdraw"),
    path(
        "registrations/<str:id>/substitute/",
        registrations.substitute,
        name="substitute",
    ),
    path("registrations/<str:id>/remind/", registrations.remind, name="remind"),
    path("registrations/<str:id>/admit/", registrations.admit, name="admit"),
    path(
        "registrations/<str:id>/send-back/", registrations.send_back, name="send_back"
    ),
]
CAPS: list[URLPattern] = [
    path("caps/", caps.index, name="caps"),
    path("caps/new/", caps.add, name="add_cap"),
    path("caps/conference/", caps.conference_cap, name="conference_cap"),
    path("caps/recompute/", caps.recompute, name="recompute_caps"),
    path("caps/<int:pk>/", caps.change, name="change_cap"),
    path("caps/<int:pk>/remove/", caps.remove, name="remove_cap"),
]
# Last: a delegation's identifier stands where the words above stand.
DELEGATIONS: list[URLPattern] = [
    path("", delegations.index, name="index"),
    path("<str:id>/", delegations.show, name="show"),
    path("<str:id>/registrations/", delegations.nominate, name="nominate"),
]

urlpatterns: list[URLPattern] = [
    *REGISTRATIONS,
    *CAPS,
    *DELEGATIONS,
]
