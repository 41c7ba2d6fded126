from django.urls import path

from hemicycle.website.views import pages

app_name = "pages"
urlpatterns = [path("<place:place>/", pages.page, name="page")]
