from django.urls import path

from hemicycle.files import views

app_name = "files"

urlpatterns = [path("<str:file_id>/", views.download, name="download")]
