from django.urls import path

from hemicycle.programme import views

app_name = "programme"
urlpatterns = [
    path("sessions/", views.index, name="index"),
    path("sessions/new/", views.add, name="add"),
    path("sessions/<str:id>/", views.show, name="show"),
    path("sessions/<str:id>/remove/", views.remove, name="remove"),
    path("sessions/<str:id>/appearances/", views.add_appearance, name="add_appearance"),
    path(
        "sessions/<str:id>/appearances/<int:pk>/end/",
        views.remove_appearance,
        name="remove_appearance",
    ),
]
