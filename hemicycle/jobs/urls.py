from django.urls import path

from hemicycle.jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.index, name="index"),
    path("lists/<slug:name>/", views.new_export, name="new_export"),
    path("<str:id>/", views.show, name="show"),
    path("<str:id>/progress/", views.progress, name="progress"),
    path("<str:id>/stop/", views.stop, name="stop"),
    path("<str:id>/resume/", views.resume, name="resume"),
    path("<str:id>/result/", views.result, name="result"),
    path("<str:id>/export/", views.export, name="export"),
]
