"""A delegation that an invitation opened belongs to the invitation's co-organiser."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    Delegation = apps.get_model("delegations", "Delegation")
    Invitation = apps.get_model("invitations", "Invitation")
    accepted = Invitation.objects.filter(
        conference=OuterRef("conference"),
        organisation=OuterRef("organisation"),
        state="accepted",
    ).order_by("answered_at", "pk")
    Delegation.objects.filter(co_organiser=None).update(
        co_organiser=Subquery(accepted.values("signatory__co_organiser")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("delegations", "0006_co_organisers"),
        ("invitations", "0002_sendings_of_two_people"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
