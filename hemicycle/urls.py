"""The site's table of contents."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, register_converter

from hemicycle.newsroom.languages import ContentLanguage
from hemicycle.newsroom.places import PlaceInAddress

register_converter(ContentLanguage, "content")
register_converter(PlaceInAddress, "place")

IN_A_CONFERENCE = [
    path("", include("hemicycle.website.urls")),
    path("", include("hemicycle.website.urls_pages")),
    path("desk/", include("hemicycle.desk.urls")),
    path("lobby/", include("hemicycle.lobby.urls")),
    path("conference/", include("hemicycle.conferences.urls")),
    path("organisations/", include("hemicycle.organisations.urls")),
    path("delegations/", include("hemicycle.delegations.urls")),
    path("invitations/", include("hemicycle.invitations.urls")),
    path("vetting/", include("hemicycle.vetting.urls")),
    path("programme/", include("hemicycle.programme.urls")),
    path("enquiries/", include("hemicycle.website.urls_enquiries")),
    path("news/", include("hemicycle.newsroom.urls_public")),
    path("newsroom/", include("hemicycle.newsroom.urls")),
    path("statistics/", include("hemicycle.statistics.urls")),
    path("badges/", include("hemicycle.badges.urls")),
    path("doors/", include("hemicycle.doors.urls")),
    path("post/", include("hemicycle.post.urls")),
    path("jobs/", include("hemicycle.jobs.urls")),
    path("lists/", include("hemicycle.tables.urls")),
]

urlpatterns = [
    path("", include("hemicycle.website.urls_without_language")),
    # What exists in a language that the interface does not have.
    path(
        "<content:language>/<slug:conference>/news/",
        include("hemicycle.newsroom.urls_public", namespace="news-in"),
    ),
    path(
        "<content:language>/<slug:conference>/",
        include("hemicycle.website.urls_pages", namespace="pages-in"),
    ),
    *i18n_patterns(
        path("", include("hemicycle.website.urls_front")),
        path("account/", include("hemicycle.lobby.urls_account")),
        path("account/", include("hemicycle.people.urls")),
        path("account/files/", include("hemicycle.files.urls")),
        path("account/roles/", include("hemicycle.conferences.urls_account")),
        path("account/components/", include("hemicycle.ui.urls")),
        path("new/", include("hemicycle.conferences.urls_new")),
        *(
            [path("demo/", include("hemicycle.demo.urls"))]
            if settings.IS_DEMO or settings.IS_TESTING
            else []
        ),
        path("<slug:conference>/", include(IN_A_CONFERENCE)),
    ),
]

# While the database or the disk is away: one page that keeps what was typed.
handler500 = "hemicycle.ui.unavailable.server_error"
