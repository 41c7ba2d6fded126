"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.fields.personal import Answers, Held
from hemicycle.jobs.models import Job

HELD: Answers = {
    Job: Held(
        _("Jobs you started"),
        _("To show their progress and result. Deleted after a week."),
        lambda user: Job.objects.filter(asked_by=user),
        ("kind", "arguments", "asked_at", "finished_at"),
    )
}
