from django.urls import path

from hemicycle.badges import views

app_name = "badges"
urlpatterns = [
    path("", views.index, name="index"),
    path("print/", views.print_page, name="print"),
    path("of/<str:registration>/", views.issue, name="issue"),
    path("<str:id>/", views.show, name="show"),
    path("<str:id>/badge.pdf", views.pdf, name="pdf"),
    path("<str:id>/handing-out/", views.hand_out, name="hand_out"),
    path("<str:id>/replacement/", views.replace, name="replace"),
    path("<str:id>/revocation/", views.revoke, name="revoke"),
]
