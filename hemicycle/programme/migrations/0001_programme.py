import django.db.models.deletion
from django.db import migrations, models

import hemicycle.fields.identifiers
import hemicycle.fields.translated
import hemicycle.lib.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0002_references"),
        ("delegations", "0001_delegations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
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
                    "title",
                    hemicycle.fields.translated.TranslatedField(
                        default=dict, verbose_name="title"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("plenary", "plenary"),
                            ("round-table", "expert round table"),
                            ("thematic", "thematic session"),
                            ("workshop", "NGO workshop"),
                            ("youth", "youth"),
                            ("exhibit", "exhibit"),
                            ("town-hall", "town hall"),
                            ("press", "press briefing"),
                            ("social", "social event"),
                            ("service", "service project"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("date", models.DateField(blank=True, null=True, verbose_name="day")),
                (
                    "starts_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="starts"),
                ),
                (
                    "ends_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ends"),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=120, verbose_name="place"),
                ),
                (
                    "organisers",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="organisers"
                    ),
                ),
                (
                    "note",
                    hemicycle.fields.translated.TranslatedField(
                        blank=True, default=dict, verbose_name="note"
                    ),
                ),
                (
                    "is_official",
                    models.BooleanField(
                        default=True, verbose_name="title as published"
                    ),
                ),
                (
                    "is_invented",
                    models.BooleanField(
                        default=False, verbose_name="invented for a demonstration"
                    ),
                ),
                (
                    "sources",
                    models.JSONField(blank=True, default=list, verbose_name="sources"),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="conferences.conference",
                    ),
                ),
                (
                    "hall",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="conferences.hall",
                    ),
                ),
            ],
            options={
                "ordering": ["date", "starts_at", "kind", "id"],
            },
        ),
        migrations.CreateModel(
            name="Appearance",
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
                    "guest",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="guest, as billed"
                    ),
                ),
                (
                    "guest_title",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="title, as billed"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("speaker", "speaker"),
                            ("moderator", "moderator"),
                            ("chair", "chair"),
                            ("video", "by video message"),
                            ("rapporteur", "rapporteur"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appearances",
                        to="delegations.registration",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appearances",
                        to="programme.session",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at", None),
                    ("ends_at__gt", models.F("starts_at")),
                    _connector="OR",
                ),
                name="session_ends_after_it_starts",
                violation_error_message="It ends before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("registration", None), models.Q(("guest", ""), _negated=True)
                    ),
                    models.Q(("registration__isnull", False), ("guest", "")),
                    _connector="OR",
                ),
                name="either_registration_or_guest",
                violation_error_message="Name a participant or a guest, not both.",
            ),
        ),
    ]
