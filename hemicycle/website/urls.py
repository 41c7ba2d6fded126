from django.urls import path

from hemicycle.website import views

app_name = "website"
urlpatterns = [
    path("", views.home, name="home"),
    path("programme/", views.programme, name="programme"),
    path("figures/", views.figures, name="figures"),
    path("privacy/", views.privacy, name="privacy"),
]
