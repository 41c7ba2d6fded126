from django.urls import path

from hemicycle.lobby import views

urlpatterns = [
    path("", views.my_conferences, name="me"),
]
