"""Setting the demonstration up, and setting it back."""

from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.demo import bulk, enquiries, names, news, place, plan, stage
from hemicycle.demo.moments import Moment
from hemicycle.fields.search import refresh_statistics
from hemicycle.journal.maintenance import forget_everything
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.statistics import publishing
from hemicycle.statistics.models import PublishedFigures
from hemicycle.statistics.publishing import Kind


@transaction.atomic
def set_up(story: plan.Plan, *, now: datetime, actor: None = None) -> Conference:
    """Replace everything in the database by the plan as of `now`.

    What visitors did is gone. Raises ValidationError: code "real" where a conference
    that is no specimen lives here; nothing is changed then.
    """
    if Conference.objects.filter(is_specimen=False).exists():
        raise ValidationError(
            _("This database holds a real conference. Use another HEMICYCLE_DATA."),
            code="real",
        )
    _empty()
    conference = place.build(now)
    approved = list(story.approved())
    place.set_caps(
        conference,
        approved=len(approved),
        press=sum(person.category == "PRE" for person in approved),
    )
    place.give_hats(conference)
    bulk.write(story, conference, now)
    stage.set_cast(conference, now)
    news.write(conference, now)
    enquiries.write(conference, now)
    _publish_figures(conference, now)
    # Without them SQLite believes that a conference has ten people.
    refresh_statistics()
    return conference


def _publish_figures(conference: Conference, now: datetime) -> None:
    """What the press officer published: who arrived only once all is over."""
    is_over = conference.day_of(now) > conference.ends_on
    kind = Kind.CLOSING if is_over else Kind.INTERIM
    prepared = publishing.prepare(conference, kind)
    if prepared.tables:
        PublishedFigures.objects.create(
            conference=conference,
            kind=kind,
            at=now,
            totals=prepared.totals,
            tables=[table.as_json() for table in prepared.tables.values()],
        )


def choose(moment: Moment, *, actor: None = None) -> Conference:
    """The same story at another moment; the clock runs on from there.

    A dozen seconds of work for 5,700 people. Readers see the old state until the end.
    """
    conference = set_up(planned(), now=moment.at)
    clock.set_moment(moment.at, settings.DATA)
    return conference


def planned(
    *, representatives: int = 5700, organisations: int = 812, countries: int = 135,
    seed: int = 68,
) -> plan.Plan:  # fmt: skip
    """The plan that, with the cast, has exactly these sizes on the opening morning.

    Raises plan.Sizes, in words, for sizes that the cast alone exceeds or that so few
    people can't fill.
    """
    _check_sizes(representatives, organisations, countries)
    return plan.make(
        representatives=representatives - stage.APPROVED,
        organisations=organisations - stage.ORGANISATIONS,
        countries=countries,
        seed=seed,
        among=stage.COUNTRIES,
    )


def _check_sizes(representatives: int, organisations: int, countries: int) -> None:
    most = len(names.COUNTRIES)
    if not len(stage.COUNTRIES) <= countries <= most:
        raise plan.Sizes(
            f"--countries must be from {len(stage.COUNTRIES)}, for the cast comes from "
            f"so many, to {most}, for there are names from no more; not {countries}."
        )
    if organisations <= stage.ORGANISATIONS:
        raise plan.Sizes(
            f"--organisations must be at least {stage.ORGANISATIONS + 1}: the cast "
            f"comes from {stage.ORGANISATIONS}; not {organisations}."
        )
    least = stage.APPROVED + max(
        organisations - stage.ORGANISATIONS, countries - len(stage.COUNTRIES)
    )
    if representatives < least:
        raise plan.Sizes(
            f"--representatives must be at least {least}, so that somebody comes from "
            f"each of {organisations} organisations and {countries} countries; "
            f"not {representatives}."
        )


def _empty() -> None:
    """Delete every row of every room.

    Foreign keys are checked at the end, when all is new.
    """
    forget_everything()
    for app in apps.get_app_configs():
        if not app.name.startswith("hemicycle."):
            continue
        for model in app.get_models(include_auto_created=True):
            if model is Entry:
                continue
            everything = model._base_manager.all()
            everything._raw_delete(everything.db)
