from django.urls import path

from hemicycle.website import views

urlpatterns = [path("", views.front, name="front")]
