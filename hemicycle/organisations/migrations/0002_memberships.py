import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Membership",
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
                        choices=[
                            ("member", "member"),
                            ("branch", "branch or section"),
                            ("associate", "associate member"),
                        ],
                        default="member",
                        max_length=12,
                        verbose_name="kind of membership",
                    ),
                ),
                (
                    "since",
                    models.DateField(blank=True, null=True, verbose_name="since"),
                ),
                (
                    "until",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="belongs_to",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["member__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("umbrella", "member"),
                        name="one_current_membership",
                        violation_error_message="This organisation is already a member.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("umbrella", models.F("member")), _negated=True
                        ),
                        name="nobody_is_a_member_of_itself",
                        violation_error_message="An organisation cannot be a member of itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None),
                            ("until", None),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="membership_ends_after_it_starts",
                        violation_error_message="The membership ends before it starts. Correct the dates.",
                    ),
                ],
            },
        ),
    ]
