"""What an invitation says: its mail, its printed letter, and the mark of both."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.conferences import windows
from hemicycle.conferences.models import Conference
from hemicycle.delegations.caps import cap_for
from hemicycle.files.models import StoredFile
from hemicycle.invitations.models import Invitation
from hemicycle.lib import clock, countries, pdf, qr
from hemicycle.lib.codes import grouped
from hemicycle.lib.translated import in_language
from hemicycle.post import actions as post
from hemicycle.post.models import MASK
from hemicycle.ui import formats

MAIL = "invitations/invitation"
PAPER = Path(__file__).parent / "pdf" / "invitation.typ"

RIGHT_TO_LEFT = frozenset({"ar"})


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
    """The placeholders of the mail. The personal link is added, sealed, on sending."""
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


def preview(invitation: Invitation) -> tuple[str, str]:
    """Subject and text of the mail as it would leave now, the personal link as ••••."""
    return post.preview(
        invitation.conference,
        MAIL,
        invitation.language,
        mail_context(invitation) | {"link": MASK},
    )


def mark(invitation: Invitation) -> str:
    """SHA-256 of mail and printed letter. Equal: nothing a reader would see changed."""
    text = json.dumps(
        [invitation.email, *preview(invitation), printed(invitation)],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def mark_of_many(many: Iterable[Invitation]) -> str:
    """One SHA-256 of all that these letters are made of, without making one of them.

    A page that shows one letter of 800 carries it. Each letter's own `mark` is compared
    besides, when a sending is prepared, released and carried out.
    """
    rows, conferences = [], {}
    for invitation in together(many):
        conference, language = invitation.conference, invitation.language
        conferences[conference.pk, language] = [
            _columns(conference, "publication"),
            _letterheads(conference, language),
            _answer_by(conference),
        ]
        rows.append(
            [
                _columns(invitation, "state", "sending", "preview", "skipped"),
                _columns(invitation.organisation),
                _columns(invitation.signatory),
                places(invitation),
            ]
        )
    text = json.dumps([sorted(rows, key=str), sorted(conferences.items())], default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def together(many: Iterable[Invitation]) -> Iterator[Invitation]:
    """Each with the same instance of its conference: what hangs on it is read once."""
    conferences: dict[str, Conference] = {}
    for invitation in many:
        invitation.conference = conferences.setdefault(
            invitation.conference_id, invitation.conference
        )
        yield invitation


def _columns(row: Model, *left_out: str) -> list[Any]:
    fields = row._meta.concrete_fields
    return [getattr(row, each.attname) for each in fields if each.name not in left_out]


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
            "addressee": post.inert(invitation.addressee),
            "organisation": post.inert(invitation.organisation.name),
            "country": countries.name(invitation.organisation.country, language),
            "subject": _("Invitation to the %(conference)s")
            % {"conference": in_language(conference.name, language)},
            "greeting": _("To %(name)s,") % {"name": post.inert(invitation.addressee)},
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
    sent = conference.local(invitation.sent_at or clock.now())
    with translation.override(invitation.language):
        date = formats.day(sent.date(), "date")
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
    known: list[dict[str, str]] | None
    known = conference.__dict__.setdefault("_letterheads", {}).get(language)
    if known is None:
        known = [
            {
                "name": in_language(organiser.name, language),
                "role": in_language(organiser.role, language),
                "lines": organiser.letterhead,
                "logo": organiser.logo.sha256 if organiser.logo else "",
            }
            for organiser in conference.co_organisers.select_related("logo")
        ]
        conference.__dict__["_letterheads"][language] = known
    return known


def _answer_by(conference: Conference) -> str:
    window = windows.find(conference, windows.Kind.INVITATION)
    return "" if window is None else windows.deadline(conference, window.closes_at)


def _paragraphs(invitation: Invitation) -> list[str]:
    conference, language = invitation.conference, invitation.language
    theme = in_language(conference.theme, language)
    names = {
        "organisation": post.inert(invitation.organisation.name),
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
