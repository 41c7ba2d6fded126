"""A conference that does not exist yet has no address of its own."""

from django.urls import path

from hemicycle.conferences import views_new as views

app_name = "new"
urlpatterns = [
    path("", views.conference, name="conference"),
    path("<str:token>/", views.first, name="first"),
]
