"""Who may do what here. Pure questions: no request, no side effect.

Who may do what to a registration, and in which states: `states.py`.
"""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.policy import Right
from hemicycle.vetting.models.decision import DECIDING
from hemicycle.vetting.models.offer import OFFERING

can_decide = Right(
    _(
        "Decide on registrations, and approve what a colleague submitted; flags, "
        "assignments, export"
    ),
    *DECIDING,
)
can_keep_the_line = Right(
    _("Submit, approve, discard and stop the rule by which free places are offered"),
    *OFFERING,
)
