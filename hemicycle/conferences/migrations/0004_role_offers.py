import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hemicycle.lib.clock


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0003_series_and_earlier_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RoleOffer",
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
                    "hat",
                    models.CharField(
                        choices=[
                            ("chief", "chief of secretariat"),
                            ("registrar", "registrar"),
                            ("protocol", "protocol officer"),
                            ("programme", "programme officer"),
                            ("press", "press officer"),
                            ("help-desk", "help desk"),
                            ("supervisor", "door supervisor"),
                            ("steward", "door steward"),
                        ],
                        max_length=12,
                        verbose_name="hat",
                    ),
                ),
                (
                    "offered_at",
                    models.DateTimeField(
                        default=hemicycle.lib.clock.now, editable=False
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_offers",
                        to="conferences.conference",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_offers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["offered_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "user", "hat"),
                        name="one_role_offered_once",
                        violation_error_message="This role is already offered to them.",
                    )
                ],
            },
        ),
    ]
