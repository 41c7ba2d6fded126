import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import hemicycle.lib.clock


def person() -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def carry_over(apps, schema_editor):
    decisions = apps.get_model("vetting", "Decision").objects
    decisions.filter(state="dropped").update(state="discarded")
    alone = decisions.filter(approved_by=None, state__in=["running", "done"])
    alone.update(needs_second=False)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("vetting", "0001_vetting"),
    ]

    operations = [
        migrations.RemoveConstraint("decision", "another_person_seconds"),
        migrations.RenameField("decision", "preview", "fingerprint"),
        migrations.RenameField("decision", "seconded_by", "approved_by"),
        migrations.RenameField("decisionitem", "preview", "fingerprint"),
        migrations.AddField(
            "decision",
            "needs_second",
            models.BooleanField(default=True, editable=False),
        ),
        migrations.AddField(
            "decision",
            "approved_at",
            models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField("decision", "discarded_by", person()),
        migrations.AlterField("decision", "approved_by", person()),
        migrations.AlterField("decision", "prepared_by", person()),
        migrations.AlterField(
            "decision",
            "prepared_at",
            models.DateTimeField(default=hemicycle.lib.clock.now, editable=False),
        ),
        migrations.AlterField(
            "decision", "done_at", models.DateTimeField(editable=False, null=True)
        ),
        migrations.AlterField(
            "decision",
            "state",
            models.CharField(
                choices=[
                    ("prepared", "Pending second approval"),
                    ("running", "In progress"),
                    ("done", "Done"),
                    ("discarded", "Discarded"),
                ],
                default="prepared",
                editable=False,
                max_length=9,
            ),
        ),
        migrations.AlterField(
            "decisionitem",
            "outcome",
            models.CharField(
                choices=[
                    ("open", "Not done yet"),
                    ("done", "Done"),
                    ("skipped", "Skipped"),
                ],
                default="open",
                editable=False,
                max_length=7,
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")),
                name="vetting_decision_another_person",
                violation_error_message="Another person must approve this.",
            ),
        ),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | Q(state__in=["prepared", "discarded"])
                | Q(approved_by__isnull=False),
                name="vetting_decision_is_approved",
                violation_error_message="A second person must approve this first.",
            ),
        ),
    ]
