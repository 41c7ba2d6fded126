import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hemicycle.fields.identifiers
import hemicycle.lib.clock
import hemicycle.lib.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0002_references"),
        ("files", "0001_files"),
        ("organisations", "0001_organisations"),
        ("post", "0001_post"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    hemicycle.fields.identifiers.IdField(
                        default=hemicycle.lib.codes.new_id,
                        editable=False,
                        max_length=26,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "signatory_title",
                    models.CharField(blank=True, editable=False, max_length=300),
                ),
                (
                    "addressee",
                    models.CharField(max_length=300, verbose_name="addressed to"),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "language",
                    models.CharField(
                        default="en",
                        max_length=8,
                        verbose_name="language of the letter",
                    ),
                ),
                (
                    "cap",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty: as the rules give them.",
                        null=True,
                        verbose_name="places",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "prepared"),
                            ("sent", "sent"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=hemicycle.lib.codes.new_verification_code,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("prepared_at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decline_reason",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="reason"
                    ),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="reason"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conferences.category",
                        verbose_name="category of its members",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="conferences.conference",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="post.email",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="conferences.signatory",
                    ),
                ),
            ],
            options={
                "ordering": ["-prepared_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                (
                    "id",
                    hemicycle.fields.identifiers.IdField(
                        default=hemicycle.lib.codes.new_id,
                        editable=False,
                        max_length=26,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
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
                ("needs_second", models.BooleanField(default=True, editable=False)),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                (
                    "prepared_at",
                    models.DateTimeField(
                        default=hemicycle.lib.clock.now, editable=False
                    ),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="conferences.conference",
                    ),
                ),
                (
                    "discarded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-prepared_at", "id"],
                "abstract": False,
            },
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
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="invitations.invitation",
                    ),
                ),
                (
                    "sending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="invitations.sending",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                fields=["conference", "state"], name="invitations_confere_3f99b6_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("conference", "organisation"),
                name="one_invitation_per_organisation",
                violation_error_message="This organisation is invited already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="invitations_sending_another_person",
                violation_error_message="Another person must approve this.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_second", False),
                    ("state__in", ["prepared", "discarded"]),
                    ("approved_by__isnull", False),
                    _connector="OR",
                ),
                name="invitations_sending_is_approved",
                violation_error_message="A second person must approve this first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sendingitem",
            constraint=models.UniqueConstraint(
                fields=("sending", "invitation"), name="one_item_per_invitation"
            ),
        ),
    ]
