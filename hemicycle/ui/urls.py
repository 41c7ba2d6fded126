from django.urls import path

from hemicycle.ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
