from django.urls import path

from hemicycle.conferences import (
    views,
    views_second_factors,
    views_series,
    views_staff,
)

app_name = "conferences"
urlpatterns = [
    path("", views.show, name="show"),
    path("basics/", views.describe, name="describe"),
    path("publish/", views.publish, name="publish"),
    path("unpublish/", views.unpublish, name="unpublish"),
    path("copy/", views.copy, name="copy"),
    path("notices/", views.notices, name="notices"),
    path("notices/<slug:kind>/", views.write_notice, name="write-notice"),
    path("notices/<slug:kind>/publish/", views.publish_notice, name="publish-notice"),
    path("roles/", views_staff.index, name="roles"),
    path("roles/assign/", views_staff.assign, name="assign-role"),
    path("roles/rights/", views_staff.rights, name="rights"),
    path("roles/<int:pk>/", views_staff.change, name="change-role"),
    path("roles/<int:pk>/remove/", views_staff.remove, name="remove-role"),
    path("role-offers/<int:pk>/", views_staff.offer, name="offer"),
    path("role-offers/<int:pk>/send/", views_staff.send_offer, name="send-offer"),
    path(
        "role-offers/<int:pk>/withdraw/",
        views_staff.withdraw_offer,
        name="withdraw-offer",
    ),
    path("second-factors/", views_second_factors.index, name="second-factors"),
    path("second-factors/<str:id>/", views_second_factors.show, name="reset"),
    path(
        "second-factors/<str:id>/approve/",
        views_second_factors.approve,
        name="approve-reset",
    ),
    path(
        "second-factors/<str:id>/discard/",
        views_second_factors.discard,
        name="discard-reset",
    ),
    path("series/", views_series.series, name="series"),
    path("series/leave/", views_series.leave, name="leave-series"),
    path("series/<str:id>/remove/", views_series.remove_edition, name="remove-edition"),
    path("<slug:part>/", views.parts, name="parts"),
    path("<slug:part>/new/", views.add_part, name="add-part"),
    path("<slug:part>/<str:id>/", views.change_part, name="change-part"),
    path("<slug:part>/<str:id>/remove/", views.remove_part, name="remove-part"),
]
