from django.urls import path

from hemicycle.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("cast/<slug:key>/", views.step_in, name="step_in"),
    path("mailboxes/<slug:key>/", views.mailbox, name="mailbox"),
    path("mailboxes/<slug:key>/<str:email>/", views.email, name="email"),
    path("moments/<slug:key>/", views.choose, name="choose"),
]
