import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hemicycle.fields.identifiers
import hemicycle.fields.search
import hemicycle.lib.clock
import hemicycle.lib.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0001_conferences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
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
                    models.CharField(
                        help_text="As the organisation writes it.",
                        max_length=300,
                        verbose_name="name",
                    ),
                ),
                (
                    "acronym",
                    models.CharField(blank=True, max_length=40, verbose_name="acronym"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ngo", "non-governmental organisation"),
                            ("academic", "academic institution"),
                            ("chamber", "chamber or business association"),
                            ("foundation", "foundation"),
                            ("government", "government or local authority"),
                            ("un", "United Nations entity"),
                            ("media", "media"),
                        ],
                        default="ngo",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "country",
                    models.CharField(max_length=2, verbose_name="country or area"),
                ),
                (
                    "subdivision",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="state or province"
                    ),
                ),
                (
                    "city",
                    models.CharField(blank=True, max_length=120, verbose_name="city"),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "search",
                    hemicycle.fields.search.SearchField(
                        blank=True, default="", editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=hemicycle.lib.clock.now, editable=False
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(
                        fields=["name", "id"], name="organisatio_name_896d85_idx"
                    )
                ],
            },
        ),
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
                        choices=[
                            ("name", "name"),
                            ("acronym", "acronym"),
                            ("near", "nearly the name"),
                        ],
                        max_length=8,
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
        migrations.CreateModel(
            name="Name",
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
                ("name", models.CharField(max_length=300, verbose_name="name")),
                (
                    "language",
                    models.CharField(blank=True, max_length=8, verbose_name="language"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "name"),
                        name="one_other_name_once",
                        violation_error_message="This name is on record already. You do not need to add it.",
                    )
                ],
            },
        ),
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
        migrations.CreateModel(
            name="FocalPoint",
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
                ("named_at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="focal_points",
                        to="conferences.conference",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="focal_points",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="focal_points",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["named_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("conference", "organisation", "user"),
                        name="focal_point_once",
                        violation_error_message="This person is a focal point already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Accreditation",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("accredited", "accredited"),
                            ("refused", "refused"),
                            ("ended", "ended"),
                        ],
                        default="requested",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="reason"
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accreditations",
                        to="conferences.conference",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accreditations",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "organisation"),
                        name="one_accreditation_per_conference",
                        violation_error_message="This organisation is already listed.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
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
                            ("dgc", "associated with DGC"),
                            ("ecosoc-general", "general consultative status"),
                            ("ecosoc-special", "special consultative status"),
                            ("ecosoc-roster", "roster"),
                        ],
                        max_length=16,
                        verbose_name="standing",
                    ),
                ),
                (
                    "since",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="since"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "kind"),
                        name="one_standing_once",
                        violation_error_message="This standing is on record already.",
                    )
                ],
            },
        ),
    ]
