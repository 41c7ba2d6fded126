from django.urls import URLPattern, path

from hemicycle.delegations.views import (
    answers,
    caps,
    decisions,
    delegations,
    imports,
    invitations,
    registering,
    registrar,
    registrations,
    sendings,
    waiting,
)

app_name = "delegations"

INVITATIONS: list[URLPattern] = [
    path("invitations/", invitations.index, name="invitations"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/import/", imports.invite_many, name="invite_many"),
    path("invitations/send/", sendings.new_sending, name="new_sending"),
    path("invitations/sendings/<str:id>/", sendings.sending, name="sending"),
    path(
        "invitations/sendings/<str:id>/second/",
        sendings.second_sending,
        name="second_sending",
    ),
    path(
        "invitations/sendings/<str:id>/drop/",
        sendings.drop_sending,
        name="drop_sending",
    ),
    path("invitations/<str:id>/", invitations.invitation, name="invitation"),
    path(
        "invitations/<str:id>/edit/",
        invitations.edit_invitation,
        name="edit_invitation",
    ),
    path(
        "invitations/<str:id>/letter.pdf",
        invitations.invitation_pdf,
        name="invitation_pdf",
    ),
    path(
        "invitations/<str:id>/logos/<str:checksum>/",
        invitations.invitation_logo,
        name="invitation_logo",
    ),
    path(
        "invitations/<str:id>/send/",
        invitations.send_invitation,
        name="send_invitation",
    ),
    path(
        "invitations/<str:id>/withdraw/",
        invitations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "invitations/<str:id>/accept/",
        answers.accept_invitation,
        name="accept_invitation",
    ),
    path(
        "invitations/<str:id>/decline/",
        answers.decline_invitation,
        name="decline_invitation",
    ),
]
REGISTRAR: list[URLPattern] = [
    path("registrations/", registrar.index, name="registrations"),
    path("registrations/decide/", decisions.decide, name="decide"),
    path(
        "registrations/export.csv", registrar.export, {"kind": "csv"}, name="export_csv"
    ),
    path(
        "registrations/export.xlsx",
        registrar.export,
        {"kind": "xlsx"},
        name="export_xlsx",
    ),
    path("registrations/<str:id>/claim/", registrar.claim, name="claim"),
    path("registrations/<str:id>/release/", registrar.release, name="release"),
    path("registrations/<str:id>/notes/", registrar.raise_flag, name="raise_flag"),
    path(
        "registrations/<str:id>/flags/<int:flag>/",
        registrar.clear_flag,
        name="clear_flag",
    ),
    path("decisions/", decisions.decisions_index, name="decisions"),
    path("decisions/<str:id>/", decisions.decision, name="decision"),
    path(
        "decisions/<str:id>/second/", decisions.second_decision, name="second_decision"
    ),
    path("decisions/<str:id>/drop/", decisions.drop_decision, name="drop_decision"),
]
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
    path("registrations/<str:id>/take-in/", registrations.take_in, name="take_in"),
    path(
        "registrations/<str:id>/send-back/", registrations.send_back, name="send_back"
    ),
    path(
        "registrations/<str:id>/offer/take/",
        registrations.take_offer,
        name="take_offer",
    ),
    path(
        "registrations/<str:id>/offer/decline/",
        registrations.decline_offer,
        name="decline_offer",
    ),
]
DESK: list[URLPattern] = [
    path("waiting/", waiting.index, name="waiting"),
    path("waiting/rule/", waiting.rule, name="offer_rule"),
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
    path("table.xlsx", delegations.empty_table, name="empty_table"),
    path("<str:id>/", delegations.show, name="show"),
    path("<str:id>/registrations/", delegations.nominate, name="nominate"),
    path("<str:id>/several/", delegations.several, name="several"),
]

urlpatterns: list[URLPattern] = [
    *INVITATIONS,
    *REGISTRAR,
    *REGISTRATIONS,
    *DESK,
    *DELEGATIONS,
]
