"""Who may do what here. Pure questions: no request, no side effect."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.policy import Hat, Right

can_edit = Right(_("Edit the programme: sessions and who appears"), Hat.PROGRAMME)
