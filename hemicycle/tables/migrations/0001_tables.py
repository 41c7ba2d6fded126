import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hemicycle.fields.identifiers
import hemicycle.lib.clock
import hemicycle.lib.codes
import hemicycle.tables.models.imports


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0001_conferences"),
        ("files", "0001_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
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
                ("kind", models.CharField(max_length=40)),
                ("subject", models.CharField(blank=True, max_length=26)),
                ("submission", models.CharField(max_length=64)),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "being read"),
                            ("open", "to be checked"),
                            ("settled", "settled"),
                        ],
                        default="reading",
                        max_length=8,
                    ),
                ),
                ("encodings", models.JSONField(default=list)),
                ("understood", models.JSONField(default=dict)),
                ("rows", models.JSONField(default=list)),
                ("shared", models.JSONField(default=dict)),
                ("accepted", models.PositiveIntegerField(default=0)),
                (
                    "created_at",
                    models.DateTimeField(default=hemicycle.lib.clock.real_now),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        db_index=True,
                        default=hemicycle.tables.models.imports.end_of_life,
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conferences.conference",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "reading")),
                        fields=("owner",),
                        name="one_table_read_at_a_time",
                    ),
                    models.UniqueConstraint(
                        fields=("owner", "submission"), name="one_import_per_submission"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
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
                ("list_name", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=2000)),
                ("is_shared", models.BooleanField(default=False)),
                ("is_default", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conferences.conference",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "conference", "list_name", "name"),
                        name="one_saved_view_per_name",
                        violation_error_message="You have a view of this name.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("user", "conference", "list_name"),
                        name="one_default_view",
                    ),
                ],
            },
        ),
    ]
