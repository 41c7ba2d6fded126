from django.urls import path

from hemicycle.website.views import contact, public

app_name = "website"
urlpatterns = [
    path("", public.home, name="home"),
    path("programme/", public.programme, name="programme"),
    path("figures/", public.figures, name="figures"),
    path("privacy/", public.privacy, name="privacy"),
    path("contact/", contact.contact, name="contact"),
    path("contact/received/", contact.received, name="contact_received"),
    path("contact/<str:id>/", contact.show, name="enquiry"),
    path("contact/<str:id>/messages/", contact.write_again, name="write_again"),
    path("figures/<slug:name>.svg", public.figure_svg, name="figure_svg"),
    path("figures/<slug:name>.csv", public.figure_csv, name="figure_csv"),
]
