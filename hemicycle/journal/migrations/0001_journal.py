import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hemicycle.lib.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0001_conferences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "key",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("who", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=500)),
                ("body", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("headers", models.JSONField(default=dict)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_index=True, default=hemicycle.lib.clock.real_now
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                ("real_at", models.DateTimeField(default=hemicycle.lib.clock.real_now)),
                ("verb", models.CharField(max_length=60)),
                ("thing_type", models.CharField(max_length=80)),
                ("thing_id", models.CharField(max_length=64)),
                ("details", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("reason_erase_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [
                    models.Index(fields=["thing_type", "thing_id"], name="entry_thing"),
                    models.Index(fields=["conference", "-id"], name="entry_newest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Failure",
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
                ("verb", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=64)),
                ("error", models.CharField(blank=True, max_length=80)),
                ("times", models.PositiveIntegerField(default=0)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField(db_index=True)),
                (
                    "conference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("verb", "key"), name="failure_once")
                ],
            },
        ),
    ]
