from django.urls import path

from hemicycle.conferences import views_roles

app_name = "roles"
urlpatterns = [
    path("", views_roles.mine, name="mine"),
    path("<int:pk>/accept/", views_roles.accept, name="accept"),
    path("<int:pk>/decline/", views_roles.decline, name="decline"),
]
