from django.urls import path

from hemicycle.lobby import views

app_name = "lobby"
urlpatterns = [
    path("", views.home, name="home"),
]
