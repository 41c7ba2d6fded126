from django.urls import path

from hemicycle.lobby import views

urlpatterns = [
    path("", views.my_conferences, name="me"),
    path("held/", views.all_held, name="held"),
    path("held/download/", views.download_held, name="download-held"),
]
