import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0001_conferences"),
        ("files", "0001_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="coorganiser",
            name="logo",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="day",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="days",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="hall",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="halls",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="resetapproval",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="resetapproval",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conferences.category",
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="co_organiser",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conferences.coorganiser",
                verbose_name="co-organiser",
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="roles",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="roles",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="roleoffer",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conferences.category",
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="roleoffer",
            name="co_organiser",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conferences.coorganiser",
                verbose_name="co-organiser",
            ),
        ),
        migrations.AddField(
            model_name="roleoffer",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="role_offers",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="roleoffer",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="role_offers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="secondfactorreset",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="secondfactorreset",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="secondfactorreset",
            name="discarded_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="secondfactorreset",
            name="prepared_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="secondfactorreset",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="resets",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="resetapproval",
            name="reset",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="approvals",
                to="conferences.secondfactorreset",
            ),
        ),
        migrations.AddField(
            model_name="earlieredition",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="earlier_editions",
                to="conferences.series",
            ),
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
        migrations.AddField(
            model_name="setup",
            name="hall",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="set_ups",
                to="conferences.hall",
            ),
        ),
        migrations.AddField(
            model_name="signatory",
            name="co_organiser",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatories",
                to="conferences.coorganiser",
            ),
        ),
        migrations.AddField(
            model_name="signatory",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="signatories",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="window",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="windows",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="zone",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="zones",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="hall",
            name="zone",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="halls",
                to="conferences.zone",
                verbose_name="zone",
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="zones",
            field=models.ManyToManyField(
                blank=True, related_name="categories", to="conferences.zone"
            ),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.UniqueConstraint(
                fields=("conference", "date"),
                name="one_day_per_date",
                violation_error_message="This day is already in the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("conference", "kind", "version"), name="one_notice_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(
                condition=models.Q(("category", None), ("co_organiser", None)),
                fields=("conference", "user", "hat"),
                name="one_whole_role_once",
                violation_error_message="This person has this role already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(
                condition=models.Q(("category__isnull", False)),
                fields=("conference", "user", "hat", "category"),
                name="one_role_once_a_category",
                violation_error_message="This person has this role already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(
                condition=models.Q(("co_organiser__isnull", False)),
                fields=("conference", "user", "hat", "co_organiser"),
                name="one_role_once_a_co_organiser",
                violation_error_message="This person has this role already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("category", None), ("co_organiser", None), _connector="OR"
                ),
                name="role_has_one_scope",
                violation_error_message="Choose one scope.",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("category", None),
                    ("hat__in", ("registrar", "help-desk")),
                    _connector="OR",
                ),
                name="role_fits_a_category",
                violation_error_message="This role has no scope of a category.",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("co_organiser", None),
                    ("hat__in", ("registrar", "protocol", "help-desk")),
                    _connector="OR",
                ),
                name="role_fits_a_co_organiser",
                violation_error_message="This role has no scope of a co-organiser.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("category", None), ("co_organiser", None)),
                fields=("conference", "user", "hat"),
                name="one_whole_roleoffer_once",
                violation_error_message="This person has this role already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("category__isnull", False)),
                fields=("conference", "user", "hat", "category"),
                name="one_roleoffer_once_a_category",
                violation_error_message="This person has this role already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("co_organiser__isnull", False)),
                fields=("conference", "user", "hat", "co_organiser"),
                name="one_roleoffer_once_a_co_organiser",
                violation_error_message="This person has this role already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("category", None), ("co_organiser", None), _connector="OR"
                ),
                name="roleoffer_has_one_scope",
                violation_error_message="Choose one scope.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("category", None),
                    ("hat__in", ("registrar", "help-desk")),
                    _connector="OR",
                ),
                name="roleoffer_fits_a_category",
                violation_error_message="This role has no scope of a category.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("co_organiser", None),
                    ("hat__in", ("registrar", "protocol", "help-desk")),
                    _connector="OR",
                ),
                name="roleoffer_fits_a_co_organiser",
                violation_error_message="This role has no scope of a co-organiser.",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondfactorreset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="conferences_secondfactorreset_another_person",
                violation_error_message="Another person must approve this.",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondfactorreset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_second", False),
                    ("state__in", ["prepared", "discarded"]),
                    ("approved_by__isnull", False),
                    _connector="OR",
                ),
                name="conferences_secondfactorreset_is_approved",
                violation_error_message="A second person must approve this first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondfactorreset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "prepared")),
                fields=("user",),
                name="one_open_reset",
                violation_error_message="This has been asked for already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="resetapproval",
            constraint=models.UniqueConstraint(
                fields=("reset", "conference"), name="one_approval_a_conference"
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
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="conference_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
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
            model_name="setup",
            constraint=models.UniqueConstraint(
                fields=("hall", "kind"),
                name="one_capacity_per_set_up",
                violation_error_message="This set-up is already in the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.UniqueConstraint(
                fields=("conference", "kind"),
                name="one_window_per_kind",
                violation_error_message="There is already a window for this.",
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                name="window_closes_after_it_opens",
                violation_error_message="It closes before it opens.",
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.UniqueConstraint(
                fields=("conference", "code"),
                name="one_zone_per_code",
                violation_error_message="Another zone has this code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hall",
            constraint=models.UniqueConstraint(
                fields=("conference", "name"),
                name="one_hall_per_name",
                violation_error_message="Another hall has this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                fields=("conference", "code"),
                name="one_category_per_code",
                violation_error_message="Another category has this code.",
            ),
        ),
    ]
