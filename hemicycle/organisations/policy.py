"""Who may do what to organisations. Pure questions: no request, no side effect."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.policy import Hat, Right
from hemicycle.organisations.models import READING

can_list = Right(_("See every organisation and its focal points"), *READING)
# They outlive the conference, so few may.
can_edit = Right(
    _("Record organisations: names, standings, members, focal points"),
    Hat.REGISTRAR, Hat.PROTOCOL,
)  # fmt: skip
can_accredit = Right(_("Accredit and refuse organisations"), Hat.REGISTRAR)
# It moves delegations and invitations, and cannot be undone.
can_merge = Right(_("Merge two organisations that are one"), Hat.REGISTRAR)
