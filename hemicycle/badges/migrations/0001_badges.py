import django.db.models.deletion
from django.db import migrations, models

import hemicycle.fields.identifiers
import hemicycle.lib.clock
import hemicycle.lib.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0002_references"),
        ("delegations", "0001_delegations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Badge",
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
                ("serial", models.CharField(max_length=8, verbose_name="serial")),
                (
                    "code",
                    models.CharField(
                        max_length=300, unique=True, verbose_name="signed code"
                    ),
                ),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                ("issued_at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                ("handed_out_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_reason", models.CharField(blank=True, max_length=300)),
                (
                    "printed",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        max_length=64,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="badge",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="badges",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="badge",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="badges",
                to="delegations.registration",
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.UniqueConstraint(
                fields=("conference", "serial"), name="one_badge_per_serial"
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("registration",),
                name="one_good_badge_per_registration",
                violation_error_message="There is already a valid badge.",
            ),
        ),
    ]
