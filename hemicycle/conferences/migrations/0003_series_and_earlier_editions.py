import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import hemicycle.fields.identifiers
import hemicycle.fields.translated
import hemicycle.lib.codes


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0002_second_factor_resets"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
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
                    "name",
                    hemicycle.fields.translated.TranslatedField(
                        default=dict, verbose_name="name"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="EarlierEdition",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="edition")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1800),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=300, verbose_name="name"),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="place"),
                ),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_editions",
                        to="conferences.series",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="conference",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="conferences",
                to="conferences.series",
                verbose_name="series",
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.UniqueConstraint(
                fields=("series", "edition"),
                name="one_conference_per_edition",
                violation_error_message="The series already has this edition.",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlieredition",
            constraint=models.UniqueConstraint(
                fields=("series", "number"),
                name="one_row_per_earlier_edition",
                violation_error_message="This edition is already in the list.",
            ),
        ),
    ]
