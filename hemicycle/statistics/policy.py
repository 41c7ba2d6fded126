"""Who sees and publishes figures. Pure questions: no request, no side effect."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.policy import Hat, Right

can_publish = Right(
    _("See what of the figures can be public, and publish it"), Hat.PRESS
)
can_see_exact = Right(
    _("See exact figures by country, region, gender and age"), Hat.REGISTRAR
)
