from django.urls import path

from hemicycle.post import views

app_name = "post"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:id>/", views.show, name="show"),
    path("<str:id>/resend/", views.resend, name="resend"),
    path("<str:id>/delivered/", views.mark_delivered, name="delivered"),
]
