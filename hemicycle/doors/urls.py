from django.urls import path

from hemicycle.doors import gate, views

app_name = "doors"
urlpatterns = [
    path("", views.index, name="index"),
    path("enrolment/<str:token>/", gate.enrolment, name="enrolment"),
    path("<str:id>/", views.show, name="show"),
    path("<str:id>/remove/", views.remove, name="remove"),
    path("<str:id>/phones/", views.enrol, name="enrol"),
    path("<str:id>/phones/<str:device>/end/", views.end_phone, name="end_phone"),
    path("<str:id>/shifts/", views.give_shift, name="give_shift"),
    path("<str:id>/gate/", gate.gate, name="gate"),
    path("<str:id>/shift/", gate.start_shift, name="start_shift"),
    path("<str:id>/shift/end/", gate.end_shift, name="end_shift"),
]
