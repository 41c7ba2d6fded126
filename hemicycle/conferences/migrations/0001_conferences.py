import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import hemicycle.conferences.models
import hemicycle.fields.identifiers
import hemicycle.fields.translated
import hemicycle.lib.clock
import hemicycle.lib.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Conference",
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
                    "slug",
                    models.SlugField(
                        max_length=40,
                        unique=True,
                        validators=[hemicycle.conferences.models.not_reserved],
                        verbose_name="short address",
                    ),
                ),
                (
                    "edition",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="edition"
                    ),
                ),
                (
                    "name",
                    hemicycle.fields.translated.TranslatedField(
                        default=dict, verbose_name="name"
                    ),
                ),
                (
                    "short_name",
                    models.CharField(max_length=40, verbose_name="short name"),
                ),
                (
                    "theme",
                    hemicycle.fields.translated.TranslatedField(
                        blank=True, default=dict, verbose_name="theme"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[hemicycle.conferences.models.known_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "venue",
                    hemicycle.fields.translated.TranslatedField(
                        blank=True, default=dict, verbose_name="venue"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="address"
                    ),
                ),
                (
                    "city",
                    hemicycle.fields.translated.TranslatedField(
                        blank=True, default=dict, verbose_name="city"
                    ),
                ),
                (
                    "country",
                    models.CharField(blank=True, max_length=2, verbose_name="country"),
                ),
                ("languages", models.JSONField(default=list, verbose_name="languages")),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("first-come", "First come: a nomination takes a place"),
                            ("quota", "Quota: a confirmation takes a place"),
                        ],
                        default="first-come",
                        max_length=12,
                        verbose_name="who takes a place, when",
                    ),
                ),
                (
                    "minimum_age",
                    models.PositiveSmallIntegerField(
                        default=18, verbose_name="minimum age"
                    ),
                ),
                (
                    "is_published",
                    models.BooleanField(
                        default=False, verbose_name="visible to the public"
                    ),
                ),
                ("is_specimen", models.BooleanField(default=False)),
                ("publication", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-starts_on"],
            },
        ),
        migrations.CreateModel(
            name="Day",
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
                ("date", models.DateField(verbose_name="date")),
                (
                    "name",
                    hemicycle.fields.translated.TranslatedField(
                        blank=True, default=dict, verbose_name="name"
                    ),
                ),
            ],
            options={
                "ordering": ["date"],
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
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Hall",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "booths",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="interpreters’ booths"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                ("kind", models.CharField(max_length=24, verbose_name="kind")),
                (
                    "version",
                    models.PositiveSmallIntegerField(default=1, verbose_name="version"),
                ),
                (
                    "text",
                    hemicycle.fields.translated.TranslatedField(
                        default=dict, verbose_name="text"
                    ),
                ),
                (
                    "is_required",
                    models.BooleanField(default=True, verbose_name="must be accepted"),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="published"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "-version"],
            },
        ),
        migrations.CreateModel(
            name="OneTimeSetUp",
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
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=hemicycle.lib.clock.real_now),
                ),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ResetApproval",
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
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Role",
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
            ],
            options={
                "abstract": False,
            },
        ),
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
            ],
            options={
                "ordering": ["offered_at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SecondFactorReset",
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
                            ("prepared", "Pending second approval"),
                            ("running", "In progress"),
                            ("done", "Done"),
                            ("discarded", "Discarded"),
                        ],
                        default="prepared",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("needs_second", models.BooleanField(default=True, editable=False)),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                (
                    "prepared_at",
                    models.DateTimeField(
                        default=hemicycle.lib.clock.now, editable=False
                    ),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
            ],
            options={
                "ordering": ["-prepared_at", "id"],
                "abstract": False,
            },
        ),
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
            name="SetUp",
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
                            ("theatre", "theatre"),
                            ("classroom", "classroom"),
                            ("board", "board table"),
                            ("round", "round tables"),
                            ("standing", "standing"),
                        ],
                        max_length=10,
                        verbose_name="set-up",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(200000),
                        ],
                        verbose_name="capacity",
                    ),
                ),
            ],
            options={
                "ordering": ["-capacity"],
            },
        ),
        migrations.CreateModel(
            name="Signatory",
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
                ("name", models.CharField(max_length=300, verbose_name="name")),
                (
                    "title",
                    hemicycle.fields.translated.TranslatedField(
                        default=dict, verbose_name="title as printed"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        verbose_name="where the title is on record",
                    ),
                ),
                (
                    "since",
                    models.DateField(
                        blank=True, null=True, verbose_name="in office since"
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        blank=True, null=True, verbose_name="in office until"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Window",
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
                ("kind", models.CharField(max_length=24, verbose_name="for")),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                (
                    "grace_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[django.core.validators.MaxValueValidator(1440)],
                        verbose_name="minutes of grace",
                    ),
                ),
            ],
            options={
                "ordering": ["opens_at"],
            },
        ),
        migrations.CreateModel(
            name="Zone",
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
                ("code", models.CharField(max_length=4, verbose_name="code")),
                (
                    "name",
                    hemicycle.fields.translated.TranslatedField(
                        default=dict, verbose_name="name"
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Category",
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
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "code",
                    models.CharField(
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9]+$", "Use capital letters A to Z and digits."
                            )
                        ],
                        verbose_name="code on the badge",
                    ),
                ),
                (
                    "name",
                    hemicycle.fields.translated.TranslatedField(
                        default=dict, verbose_name="name"
                    ),
                ),
                (
                    "seat",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "first seat colour"),
                            (2, "second seat colour"),
                            (3, "third seat colour"),
                            (4, "fourth seat colour"),
                        ],
                        default=1,
                        verbose_name="colour",
                    ),
                ),
                (
                    "cap",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty: no cap of its own.",
                        null=True,
                        verbose_name="places",
                    ),
                ),
                (
                    "counts_in_delegation",
                    models.BooleanField(
                        default=True, verbose_name="takes a place of its delegation"
                    ),
                ),
                (
                    "counts_in_conference",
                    models.BooleanField(
                        default=True, verbose_name="takes a place of the conference"
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(
                        default=True,
                        verbose_name="people may register in it themselves",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="categories",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "categories",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="CoOrganiser",
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
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "name",
                    hemicycle.fields.translated.TranslatedField(
                        default=dict, verbose_name="name"
                    ),
                ),
                (
                    "short_name",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="short name"
                    ),
                ),
                (
                    "role",
                    hemicycle.fields.translated.TranslatedField(
                        blank=True, default=dict, verbose_name="role"
                    ),
                ),
                (
                    "letterhead",
                    models.TextField(
                        blank=True,
                        help_text="The lines printed at the head of letters: name, address.",
                        max_length=600,
                        verbose_name="letterhead",
                    ),
                ),
                (
                    "is_controller",
                    models.BooleanField(default=False, verbose_name="data controller"),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="contact for privacy"
                    ),
                ),
                ("url", models.URLField(blank=True, verbose_name="page")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="co_organisers",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
    ]
