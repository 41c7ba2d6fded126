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
    apps.get_model("invitations", "Sending").objects.filter(state="dropped").update(
        state="discarded"
    )
    items = apps.get_model("invitations", "SendingItem").objects
    invitations = apps.get_model("invitations", "Invitation").objects
    for each in invitations.exclude(sending=None).iterator():
        items.create(
            sending_id=each.sending_id,
            invitation=each,
            fingerprint=each.preview,
            outcome="done" if each.sent_at else "open",
        )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("invitations", "0001_invitations"),
    ]

    operations = [
        migrations.RemoveConstraint("sending", "another_person_sends"),
        migrations.RenameField("sending", "preview", "fingerprint"),
        migrations.RenameField("sending", "seconded_by", "approved_by"),
        migrations.RenameField("sending", "seconded_at", "approved_at"),
        migrations.AddField(
            "sending",
            "needs_second",
            models.BooleanField(default=True, editable=False),
        ),
        migrations.AddField("sending", "discarded_by", person()),
        migrations.AlterField("sending", "approved_by", person()),
        migrations.AlterField("sending", "prepared_by", person()),
        migrations.AlterField(
            "sending",
            "approved_at",
            models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            "sending",
            "prepared_at",
            models.DateTimeField(default=hemicycle.lib.clock.now, editable=False),
        ),
        migrations.AlterField(
            "sending", "done_at", models.DateTimeField(editable=False, null=True)
        ),
        migrations.AlterField(
            "sending",
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
        migrations.CreateModel(
            name="SendingItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
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
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "fingerprint",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                (
                    "sending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="invitations.sending",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="invitations.invitation",
                    ),
                ),
            ],
            options={"ordering": ["pk"], "abstract": False},
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.AddConstraint(
            "sendingitem",
            models.UniqueConstraint(
                fields=["sending", "invitation"], name="one_item_per_invitation"
            ),
        ),
        migrations.RemoveField("invitation", "sending"),
        migrations.RemoveField("invitation", "preview"),
        migrations.RemoveField("invitation", "skipped"),
        migrations.AddConstraint(
            "sending",
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")),
                name="invitations_sending_another_person",
                violation_error_message="Another person must approve this.",
            ),
        ),
        migrations.AddConstraint(
            "sending",
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | Q(state__in=["prepared", "discarded"])
                | Q(approved_by__isnull=False),
                name="invitations_sending_is_approved",
                violation_error_message="A second person must approve this first.",
            ),
        ),
    ]
