"""Addresses for machines, and those printed in letters, which know no language."""

from django.urls import path

from hemicycle.website import machines, sitemap, verification
from hemicycle.website.views import public

urlpatterns = [
    path("", public.root, name="root"),
    path("v/", verification.ask, name="verify-any"),
    path("v/<str:code>", verification.verify, name="verify"),
    path("l/<str:token>", machines.link, name="link"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("csp-reports", machines.csp_reports, name="csp-reports"),
]
