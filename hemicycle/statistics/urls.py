from django.urls import path

from hemicycle.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.index, name="index"),
    path("participants/", views.list_participants, name="participants"),
    path("publish/", views.publish, name="publish"),
]
