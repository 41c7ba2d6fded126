import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_memberships"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameKey",
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
                    "kind",
                    models.CharField(
                        choices=[("name", "name"), ("acronym", "acronym")], max_length=8
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("country", models.CharField(max_length=2)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="name_keys",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key"], name="organisations_by_key")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "name")),
                        fields=("key", "country"),
                        name="one_organisation_of_a_name",
                    )
                ],
            },
        ),
    ]
