"""What the conference's own settings still need."""

from collections.abc import Collection, Iterator, Mapping

from django.conf import settings as site
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.conferences import kinds
from hemicycle.conferences.models import (
    Category,
    Conference,
    CoOrganiser,
    Hat,
    Notice,
    Signatory,
    Window,
)
from hemicycle.conferences.openings import Group, Item, Opening, Problem, Setting
from hemicycle.lib import clock
from hemicycle.ui import formats
from hemicycle.ui.formats import numbered

Roles = Collection[tuple[str, str]]
"""Who works here: (user, hat)."""
Organisers = list[CoOrganiser]


def items(conference: Conference) -> Iterator[Item]:
    roles = list(conference.roles.whole().values_list("user_id", "hat"))
    organisers = list(conference.co_organisers.all())
    basics = _page(conference, "describe")
    yield Item(
        Opening.PUBLISH,
        _("Basics"),
        basics,
        value=_("complete"),
        problem=_basics(conference, basics),
    )
    yield _organisers(conference, organisers)
    yield _categories(conference)
    yield _notices(conference)
    yield _chiefs(conference, roles)
    yield from _to_invite(conference, roles, organisers)
    yield from _to_approve(conference, roles)
    yield _help_desk(conference, roles)
    yield _supervisors(conference, roles)
    yield _halls(conference)


def settings(conference: Conference) -> Iterator[Setting]:
    counts = Conference.objects.filter(pk=conference.pk).aggregate(
        **{
            name: Count(name, distinct=True)
            for name in (
                "co_organisers", "signatories", "days", "windows", "roles",
                "categories", "halls", "zones",
            )
        }
    )  # fmt: skip
    yield Setting(Group.CONFERENCE, _("Basics"), _page(conference, "describe"))
    yield Setting(
        Group.CONFERENCE, _("Series and editions"), _page(conference, "series")
    )
    for group, label, part, count in (
        (Group.CONFERENCE, _("Co-organisers"), "co-organisers", "co_organisers"),
        (Group.CONFERENCE, _("Signatories"), "signatories", "signatories"),
        (Group.CONFERENCE, _("Days"), "days", "days"),
        (Group.CONFERENCE, _("Key dates"), "windows", "windows"),
        (Group.PEOPLE, _("Participation categories"), "categories", "categories"),
        (Group.PLACE, _("Halls"), "halls", "halls"),
        (Group.PLACE, _("Zones"), "zones", "zones"),
    ):
        yield Setting(group, label, _page(conference, "parts", part), counts[count])
    yield Setting(Group.PEOPLE, _("Roles"), _page(conference, "roles"), counts["roles"])
    yield Setting(
        Group.PEOPLE,
        _("Notices and consents"),
        _page(conference, "notices"),
        Notice.objects.in_force(conference).count(),
    )


# -- To publish ------------------------------------------------------------------------


def _basics(conference: Conference, href: str) -> Problem | None:
    untranslated = [
        formats.ENDONYMS.get(code, code)
        for code in conference.languages
        if not conference.name.get(code)
    ]
    if untranslated:
        return Problem(
            _("The name is missing in: %(languages)s.")
            % {"languages": _(", ").join(untranslated)},
            _("Add the name"),
            f"{href}#id_name_{_first_untranslated(conference)}",
        )
    if not conference.city or not conference.country:
        return Problem(
            _("The place is not given yet."), _("Add the place"), f"{href}#id_country"
        )
    return None


def _first_untranslated(conference: Conference) -> str:
    return next(
        str(code) for code in conference.languages if not conference.name.get(code)
    )


def _organisers(conference: Conference, organisers: Organisers) -> Item:
    page = _page(conference, "parts", "co-organisers")
    problem = None
    if not organisers:
        problem = _no_organiser(conference)
    elif not any(organiser.is_controller for organiser in organisers):
        problem = Problem(
            _("No co-organiser is named as responsible for personal data."),
            _("Name the controller"),
            _page(conference, "change-part", "co-organisers", organisers[0].pk)
            + "#id_is_controller",
            is_blocking=True,
        )
    return Item(
        Opening.PUBLISH,
        _("Co-organisers"),
        page,
        value=formats.number(len(organisers)),
        problem=problem,
    )


def _no_organiser(conference: Conference) -> Problem:
    return Problem(
        _("No co-organiser is named: pages and letters would have no sender."),
        _("Add a co-organiser"),
        _page(conference, "add-part", "co-organisers"),
        is_blocking=True,
    )


def _categories(conference: Conference) -> Item:
    categories: list[Category] = list(conference.categories.all())
    problem = None
    if not categories:
        problem = Problem(
            _("There is no participation category: no one could register."),
            _("Add a category"),
            _page(conference, "add-part", "categories"),
            is_blocking=True,
        )
    elif not any(category.is_open for category in categories):
        problem = Problem(
            _("No participation category is open: no one could register."),
            _("Open a category"),
            _page(conference, "change-part", "categories", categories[0].pk)
            + "#id_is_open",
            is_blocking=True,
        )
    return Item(
        Opening.PUBLISH,
        _("Participation categories"),
        _page(conference, "parts", "categories"),
        value=formats.number(len(categories)),
        problem=problem,
    )


def _notices(conference: Conference) -> Item:
    texts = Notice.objects.in_force(conference).values_list("kind", "text")
    in_force = dict(texts)
    problems = [
        Problem(
            str(kind.missing),
            _("Write and publish it"),
            _page(conference, "write-notice", kind.code),
            kind.is_blocking,
        )
        for kind in kinds.notices().values()
        if kind.missing and kind.code not in in_force
    ]
    problems += [
        Problem(
            _("%(notice)s: there is no text in %(languages)s.")
            % {"notice": kind.label, "languages": _(", ").join(lacking)},
            _("Write the text"),
            _page(conference, "write-notice", kind.code),
        )
        for kind in kinds.notices().values()
        if (lacking := _languages_without(conference, in_force.get(kind.code)))
    ]
    problems.sort(key=lambda problem: not problem.is_blocking)
    return Item(
        Opening.PUBLISH,
        _("Notices"),
        _page(conference, "notices"),
        value=numbered("%(n)s in force", "%(n)s in force", len(in_force)),
        problem=problems[0] if problems else None,
    )


def _languages_without(
    conference: Conference, text: Mapping[str, str] | None
) -> list[str]:
    """Languages of the conference, by their own names, that a text in force lacks: one
    was added after it was published."""
    return [
        formats.ENDONYMS.get(code, code)
        for code in conference.languages
        if text is not None and not text.get(code)
    ]


def _chiefs(conference: Conference, roles: Roles) -> Item:
    chiefs = _people(roles, Hat.CHIEF)
    return Item(
        Opening.PUBLISH,
        _("Chiefs of secretariat"),
        _page(conference, "roles"),
        value=_people_in_words(chiefs),
        problem=None
        if chiefs > 1
        else Problem(
            _(
                "There is only one chief: no one could replace them or approve a reset "
                "of their two-step verification."
            ),
            _("Assign a second chief"),
            _page(conference, "assign-role"),
        ),
    )


# -- To invite -------------------------------------------------------------------------


def _to_invite(
    conference: Conference, roles: Roles, organisers: Organisers
) -> Iterator[Item]:
    yield Item(
        Opening.INVITE,
        _("Public pages"),
        _page(conference, "show") + "#publish",
        value=_("public"),
        hats=(Hat.PROTOCOL,),
        problem=None
        if conference.is_published
        else Problem(
            _("The conference is not public: links in e-mails would lead nowhere."),
            _("Publish the conference"),
            _page(conference, "show") + "#publish",
            is_blocking=True,
        ),
    )
    yield _signatories(conference, organisers)
    yield _letterheads(conference, organisers)
    yield from _windows(conference)
    officers = _people(roles, Hat.PROTOCOL, Hat.CHIEF)
    yield Item(
        Opening.INVITE,
        _("Protocol officers"),
        _page(conference, "roles"),
        value=_people_in_words(officers),
        hats=(Hat.PROTOCOL,),
        problem=None
        if officers > 1
        else Problem(
            _(
                "Only one person can send invitations: many at once need a second "
                "approval."
            ),
            _("Assign a protocol officer"),
            _page(conference, "assign-role"),
        ),
    )
    yield _mail(conference)


def _signatories(conference: Conference, organisers: Organisers) -> Item:
    signatories: list[Signatory] = list(conference.signatories.all())
    in_office = [each for each in signatories if each.is_in_office]
    problem = None
    if not signatories:
        problem = Problem(
            _("There is no signatory: letters could not be signed by anyone."),
            _("Add a signatory"),
            _page(conference, "add-part", "signatories")
            if organisers
            else _page(conference, "add-part", "co-organisers"),
            is_blocking=True,
        )
    elif not in_office:
        problem = Problem(
            _("According to their dates no signatory is in office."),
            _("Correct the dates"),
            _page(conference, "change-part", "signatories", signatories[0].pk)
            + "#id_until",
        )
    return Item(
        Opening.INVITE,
        _("Signatories"),
        _page(conference, "parts", "signatories"),
        value=formats.number(len(in_office)),
        problem=problem,
        hats=(Hat.PROTOCOL,),
    )


def _letterheads(conference: Conference, organisers: Organisers) -> Item:
    without = [
        organiser for organiser in organisers if not organiser.letterhead.strip()
    ]
    problem = None
    if not organisers:
        problem = _no_organiser(conference)
    elif without:
        problem = Problem(
            numbered(
                "%(n)s co-organiser has no letterhead: %(names)s.",
                "%(n)s co-organisers have no letterhead: %(names)s.",
                len(without),
                names=_(", ").join(str(organiser) for organiser in without[:3]),
            ),
            _("Write the letterhead"),
            _page(conference, "change-part", "co-organisers", without[0].pk)
            + "#id_letterhead",
        )
    return Item(
        Opening.INVITE,
        _("Letterheads"),
        _page(conference, "parts", "co-organisers"),
        value=formats.number(len(organisers)),
        problem=problem,
        hats=(Hat.PROTOCOL,),
    )


def _windows(conference: Conference) -> Iterator[Item]:
    dated = {window.kind: window for window in conference.windows.all()}
    missing = [
        str(kind.missing)
        for kind in kinds.windows().values()
        if kind.missing and kind.code not in dated
    ]
    yield Item(
        Opening.INVITE,
        _("Key dates"),
        _page(conference, "parts", "windows"),
        value=formats.number(len(dated)),
        hats=(Hat.PROTOCOL,),
        problem=Problem(
            " ".join(missing),
            _("Set the dates"),
            _page(conference, "add-part", "windows"),
            is_blocking=True,
        )
        if missing
        else _closed_too_early(conference, dated),
    )


def _closed_too_early(
    conference: Conference, dated: Mapping[str, Window]
) -> Problem | None:
    """A date in the past while the conference is still ahead: last year's, perhaps."""
    now = clock.now()
    over = [
        dated[kind.code]
        for kind in kinds.windows().values()
        if kind.missing and dated[kind.code].closes_at <= now
    ]
    if not over or conference.today >= conference.starts_on:
        return None
    return Problem(
        numbered(
            "%(names)s has closed already.",
            "%(names)s have closed already.",
            len(over),
            names=_(", ").join(str(window) for window in over),
        ),
        _("Change the dates"),
        _page(conference, "change-part", "windows", str(over[0].pk)) + "#id_closes_at",
    )


def _mail(conference: Conference) -> Item:
    problem = None
    page = reverse("post:index", args=[conference.slug])
    if site.MAIL != "none" and "console" in site.EMAIL_BACKEND:
        problem = Problem(
            _("No mail server is set: every e-mail would be printed, none delivered."),
            _("See the e-mails"),
            page,
            is_blocking=True,
        )
    return Item(
        Opening.INVITE,
        _("Mail server"),
        page,
        value=_("mailboxes of the demonstration") if site.MAIL == "none" else _("set"),
        problem=problem,
    )


# -- To approve, to print, to open the doors -------------------------------------------


def _to_approve(conference: Conference, roles: Roles) -> Iterator[Item]:
    deciding = _people(roles, Hat.REGISTRAR, Hat.CHIEF)
    registrars = _people(roles, Hat.REGISTRAR)
    problem = None
    if deciding < 2:
        problem = Problem(
            _("Only one person can decide: bulk decisions need a second approval."),
            _("Assign a registrar"),
            _page(conference, "assign-role"),
            is_blocking=True,
        )
    elif registrars < 2:
        problem = Problem(
            _("There is no second registrar: the chief would have to approve for one."),
            _("Assign a registrar"),
            _page(conference, "assign-role"),
        )
    yield Item(
        Opening.APPROVE,
        _("Registrars"),
        _page(conference, "roles"),
        value=_people_in_words(registrars),
        problem=problem,
        hats=(Hat.REGISTRAR,),
    )


def _help_desk(conference: Conference, roles: Roles) -> Item:
    people = _people(roles, Hat.HELP_DESK)
    return Item(
        Opening.PRINT,
        _("Help desk"),
        _page(conference, "roles"),
        value=_people_in_words(people),
        problem=None
        if people
        else Problem(
            _("No one has the role Help desk: only registrars could print badges."),
            _("Assign the role"),
            _page(conference, "assign-role"),
        ),
        hats=(Hat.REGISTRAR,),
    )


def _supervisors(conference: Conference, roles: Roles) -> Item:
    people = _people(roles, Hat.SUPERVISOR)
    return Item(
        Opening.DOORS,
        _("Door supervisors"),
        _page(conference, "roles"),
        value=_people_in_words(people),
        problem=None
        if people
        else Problem(
            _("No one has the role Door supervisor: only the chief could run doors."),
            _("Assign the role"),
            _page(conference, "assign-role"),
        ),
        hats=(Hat.SUPERVISOR,),
    )


def _halls(conference: Conference) -> Item:
    halls = conference.halls.count()
    return Item(
        Opening.DOORS,
        _("Halls"),
        _page(conference, "parts", "halls"),
        value=formats.number(halls),
        problem=None
        if halls
        else Problem(
            _("No hall is recorded yet."),
            _("Add a hall"),
            _page(conference, "add-part", "halls"),
        ),
        hats=(Hat.PROGRAMME, Hat.SUPERVISOR),
    )


# --------------------------------------------------------------------------------------


def _people(roles: Roles, *hats: str) -> int:
    return len({user for user, hat in roles if hat in hats})


def _people_in_words(n: int) -> str:
    return numbered("%(n)s person", "%(n)s people", n)


def _page(conference: Conference, name: str, *parts: str) -> str:
    return reverse(f"conferences:{name}", args=[conference.slug, *parts])
