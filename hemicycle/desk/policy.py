"""Who sees the desk. A pure question: no request, no side effect."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.policy import Right

can_see_today = Right(_("See the desk: all figures, queues and approvals at a glance"))
