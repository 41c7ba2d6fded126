import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hemicycle.fields.identifiers
import hemicycle.lib.clock
import hemicycle.lib.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("badges", "0001_badges"),
        ("conferences", "0001_conferences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Door",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("is_open", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="doors",
                        to="conferences.conference",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doors",
                        to="conferences.zone",
                        verbose_name="zone",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Device",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "key_hash",
                    models.CharField(blank=True, max_length=64, null=True, unique=True),
                ),
                (
                    "enrolment_hash",
                    models.CharField(blank=True, max_length=64, null=True, unique=True),
                ),
                ("enrolment_until", models.DateTimeField(blank=True, null=True)),
                ("enrolled_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("wrong_pins", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
                (
                    "enrolled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "door",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="devices",
                        to="doors.door",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Shift",
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
                ("steward", models.CharField(max_length=300, verbose_name="steward")),
                ("pin_hash", models.CharField(max_length=128)),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                (
                    "door",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shifts",
                        to="doors.door",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at"],
            },
        ),
        migrations.CreateModel(
            name="Scan",
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
                ("at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                ("is_green", models.BooleanField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("enter", "Enter"),
                            ("unknown", "Not a badge of this conference"),
                            ("forged", "The code is not genuine"),
                            ("revoked", "Badge replaced or revoked"),
                            ("not-approved", "Registration not approved"),
                            ("too-early", "Badge not valid yet"),
                            ("too-late", "Badge no longer valid"),
                            ("wrong-zone", "Not for this zone"),
                            ("closed", "Door closed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("heard", models.CharField(blank=True, max_length=40)),
                (
                    "badge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="badges.badge",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scans",
                        to="conferences.conference",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="doors.device",
                    ),
                ),
                (
                    "door",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="doors.door",
                    ),
                ),
                (
                    "steward",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="doors.shift",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.UniqueConstraint(
                fields=("conference", "name"),
                name="one_door_per_name",
                violation_error_message="Another door has this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="shift_ends_after_it_starts",
                violation_error_message="The shift ends before it starts.",
            ),
        ),
        migrations.AddIndex(
            model_name="scan",
            index=models.Index(
                fields=["conference", "-at"], name="doors_scan_confere_bf6aa4_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="scan",
            index=models.Index(
                fields=["door", "-at"], name="doors_scan_door_id_970f27_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="scan",
            index=models.Index(
                fields=["badge", "is_green", "at"], name="doors_scan_badge_i_ebbf96_idx"
            ),
        ),
    ]
