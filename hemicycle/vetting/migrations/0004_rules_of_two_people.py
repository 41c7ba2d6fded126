"""A rule of offers is what two people agree on. Those kept before do not say all that a
rule says: they end, and one is submitted and approved anew."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hemicycle.fields.identifiers
import hemicycle.lib.clock
import hemicycle.lib.codes


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0007_hours_of_offers_in_their_rule"),
        ("vetting", "0003_offers_of_positions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel("OfferRule"),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(
                                ("approved_by", models.F("prepared_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="vetting_offerrule_another_person",
                        violation_error_message="Another person must approve this.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_second", False),
                            ("state__in", ["prepared", "discarded"]),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="vetting_offerrule_is_approved",
                        violation_error_message="A second person must approve this first.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "prepared")),
                        fields=("conference",),
                        name="vetting_offerrule_one_pending",
                        violation_error_message="A rule is already pending approval. Discard it first.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("conference",),
                        name="vetting_offerrule_one_in_force",
                    ),
                ],
            },
        ),
    ]
