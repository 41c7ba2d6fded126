import django.db.models.deletion
from django.db import migrations, models

import hemicycle.lib.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0001_conferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Snapshot",
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
                    "counted_at",
                    models.DateTimeField(default=hemicycle.lib.clock.real_now),
                ),
                ("counts", models.JSONField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snapshots",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "ordering": ["-counted_at"],
                "indexes": [
                    models.Index(
                        fields=["conference", "-counted_at"],
                        name="statistics__confere_5633d9_idx",
                    )
                ],
            },
        ),
    ]
