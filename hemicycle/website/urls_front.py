from django.urls import path

from hemicycle.website.views import public

urlpatterns = [path("", public.front, name="front")]
