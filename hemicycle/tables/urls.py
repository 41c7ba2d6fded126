from django.urls import path

from hemicycle.tables import views

app_name = "tables"
urlpatterns = [
    path("<slug:name>/views/", views.save_view, name="save_view"),
    path("views/<str:id>/removal/", views.remove_view, name="remove_view"),
]
