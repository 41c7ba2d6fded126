import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hemicycle.fields.identifiers
import hemicycle.fields.search
import hemicycle.fields.translated
import hemicycle.lib.clock
import hemicycle.lib.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0002_references"),
        ("organisations", "0001_organisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CapRule",
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
                ("cap", models.PositiveIntegerField(verbose_name="places")),
                (
                    "label",
                    hemicycle.fields.translated.TranslatedField(
                        default=dict, verbose_name="in words"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ngo", "non-governmental organisation"),
                            ("academic", "academic institution"),
                            ("chamber", "chamber or business association"),
                            ("foundation", "foundation"),
                            ("government", "government or local authority"),
                            ("un", "United Nations entity"),
                            ("media", "media"),
                        ],
                        max_length=12,
                        verbose_name="kind of organisation",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        blank=True,
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
                    "country",
                    models.CharField(blank=True, max_length=2, verbose_name="country"),
                ),
                (
                    "subdivision",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="state or province"
                    ),
                ),
                (
                    "members_places",
                    models.CharField(
                        choices=[
                            ("umbrella", "of the umbrella organisation"),
                            ("own", "of the member’s own delegation"),
                        ],
                        default="umbrella",
                        max_length=8,
                        verbose_name="people who stand for a member take a place",
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cap_rules",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "ordering": ["cap", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
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
                ("cap", models.PositiveIntegerField(verbose_name="places")),
                ("taken", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "cap_reason",
                    hemicycle.fields.translated.TranslatedField(
                        blank=True, default=dict, verbose_name="why this cap"
                    ),
                ),
                (
                    "members_places",
                    models.CharField(
                        choices=[
                            ("umbrella", "of the umbrella organisation"),
                            ("own", "of the member’s own delegation"),
                        ],
                        default="umbrella",
                        max_length=8,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=hemicycle.lib.clock.now, editable=False
                    ),
                ),
                (
                    "co_organiser",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conferences.coorganiser",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegations",
                        to="conferences.conference",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Registration",
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
                    "code",
                    models.CharField(
                        default=hemicycle.lib.codes.new_short_code,
                        editable=False,
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("nominated", "nominated"),
                            ("confirmed", "confirmed"),
                            ("approved", "approved"),
                            ("waiting", "waiting list"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("lapsed", "lapsed"),
                            ("substituted", "substituted"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("head", "head of delegation"),
                            ("deputy", "deputy head"),
                            ("member", "member"),
                        ],
                        default="member",
                        max_length=8,
                    ),
                ),
                ("full_name", models.CharField(max_length=300)),
                ("id_name", models.CharField(blank=True, max_length=300)),
                ("badge_name", models.CharField(blank=True, max_length=300)),
                ("own_script", models.CharField(blank=True, max_length=300)),
                ("honorific", models.CharField(blank=True, max_length=40)),
                ("functional_title", models.CharField(blank=True, max_length=200)),
                ("affiliation", models.CharField(blank=True, max_length=300)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="en", max_length=8)),
                ("nationality", models.CharField(blank=True, max_length=2)),
                ("residence", models.CharField(blank=True, max_length=2)),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("w", "woman"),
                            ("m", "man"),
                            ("o", "another answer"),
                            ("", "rather not say"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("18-32", "18 to 32"),
                            ("33-59", "33 to 59"),
                            ("60+", "60 or older"),
                            ("", "rather not say"),
                        ],
                        max_length=5,
                    ),
                ),
                ("is_adult", models.BooleanField(default=False)),
                ("relation", models.CharField(blank=True, max_length=200)),
                ("is_withheld", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("returned_reason", models.TextField(blank=True, max_length=2000)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=hemicycle.lib.clock.now, editable=False
                    ),
                ),
                ("nominated_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_reason", models.TextField(blank=True, max_length=2000)),
                ("waiting_since", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "holds_delegation",
                    models.BooleanField(default=False, editable=False),
                ),
                ("holds_category", models.BooleanField(default=False, editable=False)),
                (
                    "holds_conference",
                    models.BooleanField(default=False, editable=False),
                ),
                ("person_key", models.CharField(editable=False, max_length=64)),
                (
                    "name_key",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                (
                    "search",
                    hemicycle.fields.search.SearchField(
                        blank=True, default="", editable=False
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="conferences.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="conferences.conference",
                    ),
                ),
                (
                    "counted_in",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delegations.delegation",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="delegations.delegation",
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stands_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="represented_by",
                        to="organisations.organisation",
                        verbose_name="stands for the member",
                    ),
                ),
                (
                    "substitute_of",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="substitute",
                        to="delegations.registration",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="registrations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["full_name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Flag",
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
                            ("name", "name differs from ID"),
                            ("duplicate", "possible duplicate"),
                            ("minor", "not 18 yet"),
                            ("late", "late"),
                            ("note", "note of a colleague"),
                        ],
                        max_length=10,
                    ),
                ),
                ("details", models.CharField(blank=True, max_length=300)),
                ("raised_at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                ("cleared_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cleared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="delegations.registration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Acceptance",
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
                ("accepted", models.BooleanField()),
                ("at", models.DateTimeField(default=hemicycle.lib.clock.now)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conferences.notice",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to="delegations.registration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Counter",
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
                    "cap",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="places"
                    ),
                ),
                ("taken", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conferences.category",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counters",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "category"),
                        name="one_counter_per_category",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category", None)),
                        fields=("conference",),
                        name="one_counter_per_conference",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.UniqueConstraint(
                fields=("conference", "organisation"),
                name="one_delegation_per_organisation",
                violation_error_message="This organisation has a delegation.",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["conference", "state", "full_name", "id"],
                name="delegations_confere_8d5307_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["delegation", "state"], name="delegations_delegat_5c7f0e_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["conference", "category", "state"],
                name="delegations_confere_60b4f2_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["conference", "email"], name="delegations_confere_4163ac_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["conference", "name_key"], name="delegations_confere_7b6e25_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["conference", "state", "waiting_since", "id"],
                name="delegations_confere_640bdf_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["conference", "full_name", "id"],
                name="delegations_confere_e611d2_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["conference", "nationality", "full_name", "id"],
                name="delegations_confere_a46abe_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["conference", "category", "full_name", "id"],
                name="delegations_confere_013635_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["conference", "state", "confirmed_at", "id"],
                name="delegations_confere_90fe9b_idx",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["withdrawn", "lapsed", "substituted"]), _negated=True
                ),
                fields=("delegation", "person_key"),
                name="one_registration_in_a_delegation",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("delegation", None),
                    models.Q(
                        ("state__in", ["withdrawn", "lapsed", "substituted"]),
                        _negated=True,
                    ),
                ),
                fields=("conference", "person_key"),
                name="one_registration_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "approved")),
                fields=("conference", "person_key"),
                name="one_approval_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                fields=("conference", "code"), name="one_registration_per_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("part", "head"),
                    models.Q(
                        (
                            "state__in",
                            ["refused", "withdrawn", "lapsed", "substituted"],
                        ),
                        _negated=True,
                    ),
                ),
                fields=("delegation",),
                name="one_head_per_delegation",
                violation_error_message="This delegation has a head already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stands_for", None), ("delegation__isnull", False), _connector="OR"
                ),
                name="stands_for_a_member_in_a_delegation",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counted_in", None), ("stands_for__isnull", False), _connector="OR"
                ),
                name="counted_elsewhere_only_for_a_member",
            ),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(
                fields=["kind", "cleared_at"], name="delegations_kind_8c2a38_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(
                fields=("registration", "notice"), name="one_answer_per_notice"
            ),
        ),
    ]
