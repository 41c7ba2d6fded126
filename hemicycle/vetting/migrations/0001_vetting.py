import django.core.validators
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
        ("delegations", "0001_delegations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
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
                ("at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignment",
                        to="delegations.registration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
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
                    "verdict",
                    models.CharField(
                        choices=[
                            ("approve", "approve"),
                            ("wait", "add to the waiting list"),
                            ("refuse", "refuse"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="reason"
                    ),
                ),
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
                        related_name="decisions",
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
            name="DecisionItem",
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
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="vetting.decision",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="delegations.registration",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Offer",
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
                            ("open", "open"),
                            ("taken", "taken"),
                            ("declined", "declined"),
                            ("passed", "passed on"),
                            ("ended", "ended with the wait"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="delegations.registration",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfferRule",
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
                    "order",
                    models.CharField(
                        choices=[
                            ("first-come", "First come, first served"),
                            ("by-lot", "Drawn by lot"),
                        ],
                        default="first-come",
                        max_length=10,
                        verbose_name="order",
                    ),
                ),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        default=48,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="offer valid for (hours)",
                    ),
                ),
                (
                    "at_once",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: as many as places are free.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="offers open at once, at most",
                    ),
                ),
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
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="vetting_decision_another_person",
                violation_error_message="Another person must approve this.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_second", False),
                    ("state__in", ["prepared", "discarded"]),
                    ("approved_by__isnull", False),
                    _connector="OR",
                ),
                name="vetting_decision_is_approved",
                violation_error_message="A second person must approve this first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionitem",
            constraint=models.UniqueConstraint(
                fields=("decision", "registration"), name="one_item_per_registration"
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                fields=["state", "expires_at"], name="vetting_off_state_2c0300_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("position",),
                name="vetting_offer_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="vetting_offerrule_another_person",
                violation_error_message="Another person must approve this.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_second", False),
                    ("state__in", ["prepared", "discarded"]),
                    ("approved_by__isnull", False),
                    _connector="OR",
                ),
                name="vetting_offerrule_is_approved",
                violation_error_message="A second person must approve this first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "prepared")),
                fields=("conference",),
                name="vetting_offerrule_one_pending",
                violation_error_message="A rule is already pending approval. Discard it first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "running")),
                fields=("conference",),
                name="vetting_offerrule_one_in_force",
            ),
        ),
    ]
