import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hemicycle.fields.identifiers
import hemicycle.lib.clock
import hemicycle.lib.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0001_conferences"),
        ("files", "0001_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Process",
            fields=[
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("schedule", "Scheduled work"),
                            ("mail", "E-mails"),
                            ("jobs", "Background tasks"),
                        ],
                        max_length=20,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("holder", models.CharField(max_length=80)),
                ("started_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Job",
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
                ("kind", models.CharField(max_length=80)),
                ("language", models.CharField(max_length=8)),
                ("thing_type", models.CharField(blank=True, max_length=80)),
                ("thing_id", models.CharField(blank=True, max_length=64)),
                ("arguments", models.JSONField(blank=True, default=dict)),
                ("key", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("stopping", "Stopping"),
                            ("stopped", "Stopped"),
                            ("done", "Finished"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("total", models.PositiveIntegerField(null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("cursor", models.JSONField(null=True)),
                ("error", models.CharField(blank=True, max_length=500)),
                ("asked_at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "queued_at",
                    models.DateTimeField(default=hemicycle.lib.clock.real_now),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("done_before", models.PositiveIntegerField(default=0)),
                ("over_at", models.DateTimeField(db_index=True, null=True)),
                ("holder", models.CharField(blank=True, max_length=80)),
                ("turn", models.PositiveIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("losses", models.PositiveSmallIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conferences.conference",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Part",
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
                ("number", models.PositiveIntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "running", "stopping"])),
                fields=["queued_at"],
                name="job_to_take",
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                fields=["conference", "-asked_at", "-id"], name="job_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["thing_type", "thing_id"], name="job_thing"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "running", "stopping"]),
                    models.Q(("key", ""), _negated=True),
                ),
                fields=("kind", "key"),
                name="job_once_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(
                fields=("job", "number"), name="part_once"
            ),
        ),
    ]
