from django.urls import URLPattern, path

from hemicycle.vetting.views import decisions, offers, registrations, rules, waiting

app_name = "vetting"
REGISTRATIONS: list[URLPattern] = [
    path("registrations/", registrations.index, name="registrations"),
    path("registrations/decide/", decisions.decide, name="decide"),
    path("registrations/<str:id>/", registrations.show, name="registration"),
    path("registrations/<str:id>/assign/", registrations.assign, name="assign"),
    path("registrations/<str:id>/release/", registrations.release, name="release"),
    path("registrations/<str:id>/notes/", registrations.raise_flag, name="raise_flag"),
    path(
        "registrations/<str:id>/flags/<int:flag>/",
        registrations.clear_flag,
        name="clear_flag",
    ),
    path("registrations/<str:id>/offer/", offers.show, name="offer"),
    path("registrations/<str:id>/offer/take/", offers.take, name="take_offer"),
    path("registrations/<str:id>/offer/decline/", offers.decline, name="decline_offer"),
]
DECISIONS: list[URLPattern] = [
    path("decisions/", decisions.index, name="decisions"),
    path("decisions/<str:id>/", decisions.show, name="decision"),
    path(
        "decisions/<str:id>/approve/",
        decisions.approve_decision,
        name="approve_decision",
    ),
    path(
        "decisions/<str:id>/discard/",
        decisions.discard_decision,
        name="discard_decision",
    ),
]
WAITING: list[URLPattern] = [
    path("waiting/", waiting.index, name="waiting"),
    path("waiting/rules/new/", rules.new, name="new_rule"),
    path("waiting/rules/<str:id>/", rules.show, name="rule"),
    path("waiting/rules/<str:id>/approve/", rules.approve, name="approve_rule"),
    path("waiting/rules/<str:id>/discard/", rules.discard, name="discard_rule"),
    path("waiting/rules/<str:id>/stop/", rules.stop, name="stop_rule"),
]

urlpatterns: list[URLPattern] = [*REGISTRATIONS, *DECISIONS, *WAITING]
