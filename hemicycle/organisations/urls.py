from django.urls import path

from hemicycle.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<str:id>/", views.show, name="show"),
    path("<str:id>/edit/", views.edit, name="edit"),
    path("<str:id>/merge/", views.choose_other, name="choose_other"),
    path("<str:id>/merge/<str:other>/", views.merge, name="merge"),
    path("<str:id>/public/", views.public, name="public"),
    path("<str:id>/names/", views.names, name="names"),
    path("<str:id>/names/<int:name>/", views.remove_name, name="remove_name"),
    path("<str:id>/standings/", views.give_standing, name="give_standing"),
    path("<str:id>/standings/<int:standing>/", views.end_standing, name="end_standing"),
    path("<str:id>/members/", views.add_member, name="add_member"),
    path(
        "<str:id>/members/<int:membership>/end/",
        views.end_membership,
        name="end_membership",
    ),
    path("<str:id>/focal-points/", views.name_focal_point, name="name_focal_point"),
    path(
        "<str:id>/focal-points/<str:focal_point>/",
        views.end_focal_point,
        name="end_focal_point",
    ),
    path("<str:id>/accreditation/", views.accredit, name="accredit"),
    path("<str:id>/refusal/", views.refuse, name="refuse"),
]
