from django.urls import path

from hemicycle.newsroom.views import public

app_name = "news"
urlpatterns = [
    path("", public.index, name="index"),
    path("rss.xml", public.rss, name="rss"),
    path("atom.xml", public.atom, name="atom"),
    path("<str:id>/", public.article, name="article"),
    path("<str:id>/versions/<int:number>/", public.version, name="version"),
]
