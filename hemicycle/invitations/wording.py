"""What an invitation says: its e-mail and its printed letter."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.conferences import windows
from hemicycle.conferences.models import Conference
from hemicycle.delegations.caps import cap_for
from hemicycle.files.models import StoredFile
from hemicycle.invitations.asked import INVITATION
from hemicycle.invitations.models import Invitation
from hemicycle.lib import clock, countries, pdf, qr
from hemicycle.lib.codes import grouped
from hemicycle.lib.translated import in_language
from hemicycle.people.actions import make_link
from hemicycle.post.drafts import Draft, facts_of, inert
from hemicycle.ui import formats

MAIL = "invitations/invitation"
LINK_VALID = timedelta(days=90)
PAPER = Path(__file__).parent / "pdf" / "invitation.typ"

RIGHT_TO_LEFT = frozenset({"ar"})


def languages_of(conference: Conference) -> list[tuple[str, Any]]:
    """The languages in which this conference writes letters."""
    return [
        (code, name)
        for code, name in settings.LANGUAGES
        if not conference.languages or code in conference.languages
    ]


def path(invitation: Invitation) -> str:
    """The invitation's page, in the language of the letter."""
    with translation.override(invitation.language):
        return reverse(
            "invitations:show", args=[invitation.conference.slug, invitation.pk]
        )


def verification_address(invitation: Invitation) -> str:
    return f"{settings.URL}/v/{grouped(invitation.code)}"


def reference(invitation: Invitation) -> str:
    """What both sides quote in letters: the conference and the code's first groups."""
    return f"{invitation.conference.short_name} / {grouped(invitation.code)[:9]}"


def title_as_printed(invitation: Invitation) -> str:
    """The signatory's title: as kept on the day of sending, else as on record today."""
    return invitation.signatory_title or in_language(
        invitation.signatory.title, invitation.language
    )


def places(invitation: Invitation) -> int:
    """The cap that accepting would give: the invitation's own, else the rules'."""
    if invitation.cap is not None:
        return invitation.cap
    conference = invitation.conference
    rules = conference.__dict__.get("_cap_rules")
    if rules is None:
        rules = conference.__dict__["_cap_rules"] = list(conference.cap_rules.all())
    return cap_for(invitation.organisation, rules)


def mail_context(invitation: Invitation) -> dict[str, Any]:
    """The placeholders of the e-mail, apart from the personal link."""
    conference, language = invitation.conference, invitation.language
    with translation.override(language):
        return {
            "addressee": invitation.addressee,
            "organisation": invitation.organisation.name,
            "dates": formats.days(conference.starts_on, conference.ends_on),
            "city": in_language(conference.city, language),
            "answer_by": _answer_by(conference),
            "places": places(invitation),
            "signatory": invitation.signatory.name,
            "signatory_title": title_as_printed(invitation),
            "verification_address": verification_address(invitation),
        }


def draft(invitation: Invitation) -> Draft:
    """The e-mail that invites. Its facts are all that the printed letter is made of."""
    conference, language = invitation.conference, invitation.language
    return Draft(
        template=MAIL,
        to=invitation.email,
        language=language,
        conference=conference,
        thing=invitation,
        context=mail_context(invitation),
        sealed={"link": lambda: _link(invitation)},
        facts={
            "invitation": facts_of(
                invitation, besides={"state": "only a prepared one can be sent"}
            ),
            "organisation": facts_of(
                invitation.organisation,
                besides={"search": "is made from the names, which count themselves"},
            ),
            "signatory": facts_of(invitation.signatory),
            "conference": facts_of(
                conference, besides={"publication": "counts changes of public pages"}
            ),
            "letterheads": _letterheads(conference, language),
        },
    )


def withdrawal(invitation: Invitation, reason: str) -> Draft:
    """The e-mail that tells the addressee that the invitation is withdrawn."""
    return Draft(
        template="invitations/withdrawn",
        to=invitation.email,
        language=invitation.language,
        conference=invitation.conference,
        thing=invitation,
        context={
            "addressee": invitation.addressee,
            "organisation": invitation.organisation.name,
            "reason": reason.strip(),
        },
        facts={"state": invitation.state},
    )


def _link(invitation: Invitation) -> str:
    return make_link(
        invitation.email,
        path(invitation),
        conference=invitation.conference,
        expires_at=clock.real_now() + LINK_VALID,
    )


def together(many: Iterable[Invitation]) -> Iterator[Invitation]:
    """Each with the same instance of its conference: what hangs on it is read once."""
    conferences: dict[str, Conference] = {}
    for invitation in many:
        invitation.conference = conferences.setdefault(
            invitation.conference_id, invitation.conference
        )
        yield invitation


def printed(invitation: Invitation) -> dict[str, Any]:
    """What the printed letter says, without its date and the picture of its code."""
    conference, language = invitation.conference, invitation.language
    signatory = invitation.signatory
    with translation.override(language):
        return {
            "language": language,
            "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
            "letterheads": _letterheads(conference, language),
            "specimen": _specimen() if conference.is_specimen else [],
            "reference_label": _("Reference"),
            "reference": reference(invitation),
            "addressee": inert(invitation.addressee),
            "organisation": inert(invitation.organisation.name),
            "country": countries.name(invitation.organisation.country, language),
            "subject": _("Invitation to the %(conference)s")
            % {"conference": in_language(conference.name, language)},
            "greeting": _("Dear %(name)s,") % {"name": inert(invitation.addressee)},
            "paragraphs": _paragraphs(invitation),
            "closing": _("Yours sincerely,"),
            "signatory": signatory.name,
            "signatory_title": title_as_printed(invitation),
            "co_organiser": in_language(signatory.co_organiser.name, language),
            "verify": _("Anyone can check this letter at the address below."),
            "code": grouped(invitation.code),
            "address": verification_address(invitation),
        }


def render(invitation: Invitation) -> bytes:
    """The printed letter as a PDF, dated on the day it was sent (or today, unsent)."""
    conference, letter = invitation.conference, printed(invitation)
    sent = conference.day_of(invitation.sent_at or clock.now())
    with translation.override(invitation.language):
        date = formats.day(sent, "date")
    return pdf.render(
        PAPER,
        letter
        | {"date": date, "qr": qr.svg(verification_address(invitation), border=0)},
        attachments={
            head["logo"]: _logo(conference, head["logo"]).content()
            for head in letter["letterheads"]
            if head["logo"]
        },
    )


def logo(invitation: Invitation, checksum: str) -> StoredFile | None:
    """The picture of this checksum, if it stands on the letter."""
    heads = _letterheads(invitation.conference, invitation.language)
    if not checksum or checksum not in {head["logo"] for head in heads}:
        return None
    return _logo(invitation.conference, checksum)


def _logo(conference: Conference, checksum: str) -> StoredFile:
    return StoredFile.objects.filter(
        pk__in=conference.co_organisers.values("logo"), sha256=checksum
    )[:1].get()


def _specimen() -> list[str]:
    """The word everybody knows, and the letter's own where it has another."""
    return list(dict.fromkeys(["SPECIMEN", _("SPECIMEN")]))


def _letterheads(conference: Conference, language: str) -> list[dict[str, str]]:
    letterheads: list[dict[str, str]] | None
    letterheads = conference.__dict__.setdefault("_letterheads", {}).get(language)
    if letterheads is None:
        letterheads = [
            {
                "name": in_language(organiser.name, language),
                "role": in_language(organiser.role, language),
                "lines": organiser.letterhead,
                "logo": organiser.logo.sha256 if organiser.logo else "",
            }
            for organiser in conference.co_organisers.select_related("logo")
        ]
        conference.__dict__["_letterheads"][language] = letterheads
    return letterheads


def _answer_by(conference: Conference) -> str:
    window = windows.find(conference, INVITATION)
    return "" if window is None else windows.deadline(conference, window.closes_at)


def _paragraphs(invitation: Invitation) -> list[str]:
    conference, language = invitation.conference, invitation.language
    theme = in_language(conference.theme, language)
    names = {
        "organisation": inert(invitation.organisation.name),
        "conference": in_language(conference.name, language),
        "city": in_language(conference.city, language),
        "venue": in_language(conference.venue, language),
        "dates": formats.days(conference.starts_on, conference.ends_on),
        "theme": theme,
        "places": formats.number(places(invitation)),
        "answer_by": _answer_by(conference),
    }
    paragraphs = [
        _(
            "On behalf of its organisers I have the honour to invite %(organisation)s "
            "to the %(conference)s, which meets in %(city)s from %(dates)s."
        )
        % names
    ]
    if theme:
        paragraphs.append(_("Its theme is “%(theme)s”.") % names)
    paragraphs.append(
        ngettext(
            "Your delegation may have one member. Participation is free of charge; "
            "travel and accommodation are arranged by each delegation.",
            "Your delegation may have up to %(places)s members. Participation is free "
            "of charge; travel and accommodation are arranged by each delegation.",
            places(invitation),
        )
        % names
    )
    if names["answer_by"]:
        paragraphs.append(
            _(
                "Please accept or decline by %(answer_by)s, with the personal link in "
                "the message that brought this letter."
            )
            % names
        )
    return paragraphs
