"""Inviting: prepared, previewed, sent as previewed; many only by two people."""

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import Client
from django.utils.safestring import SafeString
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from hemicycle.conferences import actions as conference_actions
from hemicycle.conferences.models import Signatory
from hemicycle.files.models import StoredFile
from hemicycle.invitations import actions, verification, wording
from hemicycle.invitations.actions import invite
from hemicycle.invitations.models import Invitation, Sending
from hemicycle.jobs import running
from hemicycle.jobs.models import Job
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.lib.pdf import PdfError
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import Link, User
from hemicycle.post.drafts import changed, fingerprint_of
from hemicycle.post.models import Email
from hemicycle.seconding import actions as seconding
from tests.cast import Cast, make_name, make_organisation
from tests.conftest import look_and_send, sign_in
from tests.pictures import make_png

INDEX = "/en/uncsc-2019/invitations/"


def _mailbox_of(name: str) -> str:
    return name.lower() if name.isascii() and name.isalpha() else "office"


def make_invitation(cast: Cast, name: str = "Cirrus", **kw: object) -> Invitation:
    fields = {
        "organisation": kw.pop("organisation", None) or make_organisation(name),
        "signatory": cast.signatory,
        "addressee": "The President",
        "email": f"{_mailbox_of(name)}@example.org",
    } | kw
    return Invitation.objects.create(conference=cast.conference, **fields)


def states() -> list[str]:
    return sorted(Invitation.objects.values_list("state", flat=True))


def typed(cast: Cast, **kw: object) -> dict[str, object]:
    return {
        "organisation": "Cirrus",
        "country": "KE",
        "kind": "ngo",
        "addressee": "Ms Wanjiru, Director",
        "email": "Office@Cirrus.example.org",
        "language": "en",
        "signatory": cast.signatory.pk,
    } | kw


# -- One by one ------------------------------------------------------------------------


def test_preparing_sends_nothing_and_shows_the_letter(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.clara)
    response = client.post(f"{INDEX}new/", typed(cast, cap=7))
    invitation = Invitation.objects.get()
    assert response["Location"] == f"{INDEX}{invitation.pk}/"
    assert (invitation.state, invitation.email, invitation.cap) == (
        "prepared", "office@cirrus.example.org", 7,
    )  # fmt: skip
    assert Email.objects.count() == 0
    html = client.get(f"{INDEX}{invitation.pk}/").content.decode()
    assert "Ms Wanjiru, Director" in html
    assert "Chair of the planning committee" in html
    assert "up to 7 members" in html
    assert "••••" in html


def test_an_organisation_on_record_is_found_not_doubled(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.petra)
    client.post(f"{INDEX}new/", typed(cast, organisation="borealis", country="IS"))
    assert Invitation.objects.get().organisation == cast.borealis
    assert Organisation.objects.count() == 2


def test_a_second_name_invites_the_organisation_that_has_it(
    client: Client, cast: Cast
) -> None:
    make_name(cast.borealis, "Norðurljós")
    sign_in(client, cast.petra)
    client.post(f"{INDEX}new/", typed(cast, organisation="NORÐURLJÓS", country="IS"))
    assert Invitation.objects.get().organisation == cast.borealis
    assert Organisation.objects.count() == 2


def test_one_that_is_likely_on_record_is_asked_about_with_the_reason(
    client: Client, cast: Cast
) -> None:
    green = make_organisation("Green Belt Movement", country="KE", acronym="GBM")
    sign_in(client, cast.petra)
    sent = typed(cast, organisation="G.B.M.")
    asked = client.post(f"{INDEX}new/", sent)
    assert asked.status_code == 422
    assert list(asked.context["form"].errors) == ["on_record"]
    (same, reason), (new, _label) = asked.context["form"].fields["on_record"].choices
    assert (same, "in Kenya (same acronym)" in reason) == (green.pk, True)
    assert f'value="{green.pk}"' in asked.content.decode()
    assert not Invitation.objects.exists()
    # What was said about one organisation says nothing about another.
    other = typed(cast, organisation="Borealis", on_record=new)
    assert list(client.post(f"{INDEX}new/", other).context["form"].errors) == [
        "on_record"
    ]
    client.post(f"{INDEX}new/", sent | {"on_record": same})
    assert Invitation.objects.get().organisation == green
    client.post(f"{INDEX}new/", sent | {"on_record": new})
    assert Invitation.objects.count() == 2
    assert Organisation.objects.filter(name="G.B.M.", country="KE").exists()


def test_a_second_invitation_is_refused_in_words_and_input_kept(
    client: Client, cast: Cast
) -> None:
    make_invitation(cast, organisation=cast.borealis)
    sign_in(client, cast.petra)
    response = client.post(
        f"{INDEX}new/", typed(cast, organisation="Borealis", country="IS")
    )
    html = response.content.decode()
    assert "is invited already" in html
    assert "Ms Wanjiru, Director" in html
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("cap", "words"),
    [(1, "Your delegation may have one member."), (7, "may have up to 7 members.")],
)
def test_one_place_is_one_member_on_paper_and_in_the_mail(
    cast: Cast, cap: int, words: str
) -> None:
    invitation = _fresh(make_invitation(cast, cap=cap))
    assert words in " ".join(wording.printed(invitation)["paragraphs"])
    assert f"Places for your delegation: {cap}." in wording.draft(invitation).body


def test_no_places_are_refused_in_words(client: Client, cast: Cast) -> None:
    sign_in(client, cast.petra)
    html = client.post(f"{INDEX}new/", typed(cast, cap=0)).content.decode()
    assert "at least 1 place" in html
    assert not Invitation.objects.exists()
    invitation = make_invitation(cast)
    cast.conference.cap_rules.all().delete()
    page = client.get(f"{INDEX}{invitation.pk}/")
    assert "gives no place" in page.content.decode()
    with pytest.raises(ValidationError) as refusal:
        actions.invite.send_invitation(
            invitation, seen=seen(invitation), actor=cast.petra
        )
    assert refusal.value.code == "no-places"
    assert states() == ["prepared"]


@pytest.mark.parametrize("path", ["", "new/", "send/"])
def test_what_is_missing_before_letters_leave_is_a_link_for_the_chief(
    client: Client, cast: Cast, path: str
) -> None:
    Signatory.objects.all().delete()
    cast.conference.windows.filter(kind="invitation").delete()
    cast.conference.cap_rules.all().delete()
    sign_in(client, cast.clara)
    html = client.get(INDEX + path).content.decode()
    addresses = (
        "conference/signatories/new/",
        "conference/windows/new/",
        "delegations/caps/new/",
    )
    for address in addresses:
        assert f'<a href="/en/uncsc-2019/{address}">' in html
    sign_in(client, cast.petra)
    response = client.get(INDEX + path)
    assert len(response.context["lacking"]) == len(addresses)
    assert not any(item.is_linked for item in response.context["lacking"])
    assert "signatories/new/" not in response.content.decode()


def test_a_signatory_out_of_office_is_told_before_sending(
    client: Client, cast: Cast
) -> None:
    invitation = make_invitation(cast)
    sign_in(client, cast.clara)
    words = "not in office today"
    assert words not in client.get(f"{INDEX}{invitation.pk}/").content.decode()
    Signatory.objects.update(until=date(2019, 6, 30))
    assert words in client.get(f"{INDEX}{invitation.pk}/").content.decode()


def test_sending_writes_one_sealed_letter_and_keeps_the_title_as_printed(
    client: Client,
    cast: Cast,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    invitation = make_invitation(cast)
    sign_in(client, cast.petra)
    shown = client.get(f"{INDEX}{invitation.pk}/").context["preview"].draft
    for _twice in range(2):
        client.post(f"{INDEX}{invitation.pk}/send/", {"seen": shown.fingerprint})
    invitation.refresh_from_db()
    letter = Email.objects.get()
    assert (invitation.state, invitation.letter) == ("sent", letter)
    assert invitation.signatory_title == "Chair of the planning committee"
    assert (letter.subject, letter.body) == (shown.subject, shown.body)
    assert letter.to == "cirrus@example.org"
    assert "••••" in letter.body
    assert "/l/" not in letter.body
    assert "/l/" in letter.full_body()
    assert Link.objects.get().path == f"{INDEX}{invitation.pk}/"
    Signatory.objects.update(title={"en": "Former chair"})
    invitation = Invitation.objects.for_letter().get()
    assert wording.printed(invitation)["signatory_title"] == (
        "Chair of the planning committee"
    )


def test_a_letter_that_changed_since_the_preview_does_not_leave(cast: Cast) -> None:
    invitation = make_invitation(cast)
    shown = seen(invitation)
    Signatory.objects.update(title={"en": "Interim chair"})
    with pytest.raises(ValidationError) as refusal:
        actions.invite.send_invitation(invitation, seen=shown, actor=cast.petra)
    assert refusal.value.code == "changed"
    assert not Sending.objects.exists()
    assert (states(), Email.objects.count()) == (["prepared"], 0)


def test_the_printed_letter_has_code_letterhead_signatory_and_specimen(
    cast: Cast,
) -> None:
    cast.conference.is_specimen = True
    cast.conference.save()
    invitation = make_invitation(cast, "Réseau Étoile 星")
    pdf = PdfReader(io.BytesIO(wording.render(_fresh(invitation))))
    text = "".join(page.extract_text() for page in pdf.pages)
    for words in (
        "SPECIMEN",
        "Department of Global Communications",
        "Réseau Étoile 星",
        "Ingrid Solberg",
        "Chair of the planning committee",
        wording.verification_address(invitation).rsplit("/", 1)[1],
    ):
        assert words in text
    assert len(pdf.pages) == 1


def test_an_arabic_letter_is_arabic_and_right_to_left(cast: Cast) -> None:
    invitation = _fresh(make_invitation(cast, "شبكة الفجر", language="ar"))
    letter = wording.printed(invitation)
    assert letter["direction"] == "rtl"
    assert "سولت ليك سيتي" in " ".join(letter["paragraphs"])
    assert letter["signatory_title"] == "رئيسة لجنة التخطيط"
    assert wording.path(invitation).startswith("/ar/")
    assert wording.render(invitation).startswith(b"%PDF")


def give_logo(cast: Cast, content: bytes) -> None:
    conference_actions.change(
        cast.signatory.co_organiser,
        logo=("logo.png", "image/png", content),
        actor=cast.clara,
    )


def test_the_logo_is_printed_and_shown_before_and_part_of_what_was_seen(
    client: Client, cast: Cast
) -> None:
    invitation = make_invitation(cast)
    without = seen(invitation)
    give_logo(cast, make_png(300, 90))
    pdf = PdfReader(io.BytesIO(wording.render(_fresh(invitation))))
    drawn = pdf.pages[0]["/Resources"]["/XObject"].values()  # type: ignore[index]
    sizes = [(each["/Width"], each["/Height"]) for each in drawn if "/Width" in each]
    assert sizes == [(300, 90)]
    sign_in(client, cast.petra)
    page = client.get(f"{INDEX}{invitation.pk}/")
    (address,) = re.findall(r'<img src="([^"]+/logos/[^"]+)"', page.content.decode())
    picture = client.get(address)
    assert (picture.content, picture["Content-Type"]) == (
        make_png(300, 90), "image/png",
    )  # fmt: skip
    shown = page.context["preview"].draft.fingerprint
    assert shown != without
    give_logo(cast, make_png(301, 90))
    with pytest.raises(ValidationError) as refusal:
        actions.invite.send_invitation(invitation, seen=shown, actor=cast.petra)
    assert refusal.value.code == "changed"
    assert client.get(address).status_code == 404
    sign_in(client, cast.lin)
    assert client.get(address).status_code == 404


def test_the_pdf_is_made_once_and_handed_to_those_it_concerns(
    client: Client, cast: Cast
) -> None:
    invitation = make_invitation(cast, email=cast.eve.email)
    actions.invite.send_invitation(invitation, seen=seen(invitation), actor=cast.petra)
    assert running.run_all() == 1
    assert invite.ask_for_letters() == 0
    assert Job.objects.get().done == 1
    sign_in(client, cast.eve)
    response = client.get(f"{INDEX}{invitation.pk}/letter.pdf")
    assert response.content.startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    sign_in(client, cast.lin)
    assert client.get(f"{INDEX}{invitation.pk}/letter.pdf").status_code == 404


def test_reading_the_pdf_before_it_is_kept_stores_nothing(
    client: Client, cast: Cast
) -> None:
    invitation = make_invitation(cast, email=cast.eve.email)
    actions.invite.send_invitation(invitation, seen=seen(invitation), actor=cast.petra)
    entries = Entry.objects.count()
    sign_in(client, cast.eve)
    for _twice in range(2):
        response = client.get(f"{INDEX}{invitation.pk}/letter.pdf")
        assert response.content.startswith(b"%PDF")
    assert not StoredFile.objects.exists()
    assert Entry.objects.count() == entries
    assert running.run_all() == 1
    assert StoredFile.objects.count() == 1


def test_a_code_verifies_only_a_letter_that_left(cast: Cast) -> None:
    invitation = make_invitation(cast)
    assert verification.find(invitation.code) is None
    actions.invite.send_invitation(invitation, seen=seen(invitation), actor=cast.petra)
    grouped = wording.verification_address(invitation).rsplit("/", 1)[1]
    facts = verification.find(f" {grouped.lower()} ")
    assert facts is not None
    assert (facts.organisation, facts.signatory, facts.is_valid) == (
        "Cirrus", "Ingrid Solberg", True,
    )  # fmt: skip
    assert verification.find("") is None
    assert verification.find("X" * 500) is None


def test_withdrawing_tells_the_addressee_in_the_letter_that_was_shown(
    client: Client, cast: Cast
) -> None:
    invitation = make_invitation(cast)
    actions.invite.send_invitation(invitation, seen=seen(invitation), actor=cast.petra)
    sign_in(client, cast.petra)
    page = f"{INDEX}{invitation.pk}/withdraw/"
    assert client.post(page, {"reason": ""}).context["form"].has_error("reason")
    assert states() == ["sent"]
    shown = client.post(page, {"reason": "Sent twice.", "step": "look"})
    draft = shown.context["preview"].draft
    assert "Sent twice." in draft.body
    assert states() == ["sent"]
    typed = {"step": "send", "seen": draft.fingerprint}
    client.post(page, typed | {"reason": "Another reason."})
    assert states() == ["sent"]
    client.post(page, typed | {"reason": "Sent twice."})
    assert states() == ["withdrawn"]
    sent = Email.objects.get(template="invitations/withdrawn")
    assert (sent.subject, sent.body) == (draft.subject, draft.body)
    facts = verification.find(invitation.code)
    assert facts is not None
    assert facts.is_valid is False


def test_a_withdrawn_organisation_can_be_invited_again(cast: Cast) -> None:
    invitation = make_invitation(cast)
    actions.invite.withdraw_invitation(invitation, reason="", actor=cast.petra)
    make_invitation(cast, organisation=invitation.organisation)
    assert states() == ["prepared", "withdrawn"]


# -- What somebody typed ---------------------------------------------------------------


def test_what_deceives_a_reader_is_left_out_of_one_line_fields(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.petra)
    hidden = "The\u202e Presi\u200bdent\x07\r\nBcc: x"
    client.post(f"{INDEX}new/", typed(cast, addressee=hidden))
    assert Invitation.objects.get().addressee == "The President Bcc: x"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "еvil。рф", "evil．com", "مثال.إختبار", "https:／／evil.com"],
)
def test_a_link_in_what_somebody_typed_is_inert_on_paper_and_in_the_mail(
    cast: Cast, host: str
) -> None:
    invitation = _fresh(make_invitation(cast, f"Win {host}/now", addressee=host))
    letter = str(wording.printed(invitation))
    draft = wording.draft(invitation)
    subject, body = draft.subject, draft.body
    for text in (letter, subject + body):
        assert host not in text
    assert wording.verification_address(invitation) in body
    text = PdfReader(io.BytesIO(wording.render(invitation))).pages[0].extract_text()
    assert host not in text


# -- Many, by two people ---------------------------------------------------------------


def submitted(client: Client, cast: Cast, many: int = 3) -> Sending:
    for number in range(many):
        make_invitation(cast, f"Org{number}")
    sign_in(client, cast.petra)
    shown = client.get(f"{INDEX}send/").context["preview"]
    assert shown.count == many
    look_and_send(client, f"{INDEX}send/")
    return Sending.objects.for_two().get()


def approve(sending: Sending, actor: User) -> None:
    now = fingerprint_of(invite.drafts_of_sending(sending))
    seconding.approve(sending, seen=sending.fingerprint, now=now, actor=actor)


def test_the_person_who_submitted_a_sending_cannot_approve_it(
    client: Client, cast: Cast
) -> None:
    sending = submitted(client, cast)
    page = client.get(f"{INDEX}sendings/{sending.pk}/")
    assert (page.context["is_own"], page.context["may_approve"]) == (True, False)
    typed = {"seen": sending.fingerprint}
    client.post(f"{INDEX}sendings/{sending.pk}/approve/", typed)
    sending.refresh_from_db()
    assert sending.is_pending
    with pytest.raises(ValidationError) as refusal:
        approve(sending, cast.petra)
    assert refusal.value.code == "same-person"
    assert (Email.objects.count(), Job.objects.count()) == (0, 0)


def test_a_second_person_sees_the_e_mails_and_they_are_sent_once(
    client: Client, cast: Cast
) -> None:
    sending = submitted(client, cast)
    sign_in(client, cast.clara)
    page = client.get(f"{INDEX}sendings/{sending.pk}/?at=2")
    assert (page.context["preview"].number, page.context["preview"].count) == (2, 3)
    assert page.context["may_approve"]
    typed = {"seen": page.context["seen"]}
    for _twice in range(2):
        client.post(f"{INDEX}sendings/{sending.pk}/approve/", typed)
    sending.refresh_from_db()
    assert (sending.is_running, sending.approved_by) == (True, cast.clara)
    assert running.run_next()
    assert Job.objects.about(sending).get().done == 3
    sending.refresh_from_db()
    assert (sending.state, states()) == ("done", ["sent"] * 3)
    assert Email.objects.count() == 3
    done = client.get(f"{INDEX}sendings/{sending.pk}/")
    assert (done.context["total"], done.context["done"]) == (3, 3)


def test_a_sending_that_waits_is_on_the_list_until_it_is_done(
    client: Client, cast: Cast
) -> None:
    alone = make_invitation(cast, "Alone")
    actions.invite.send_invitation(alone, seen=seen(alone), actor=cast.petra)
    sending = submitted(client, cast)
    for _state in ("prepared", "running"):
        page = client.get(INDEX)
        assert [each.pk for each in page.context["sendings"]] == [sending.pk]
        assert page.context["unsent"] == 0
        if sending.is_pending:
            approve(sending, cast.clara)
            sending.refresh_from_db()
    running.run_all()
    assert list(client.get(INDEX).context["sendings"]) == []


def test_previewing_many_e_mails_renders_only_the_one_shown(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = submitted(client, cast, many=5)
    rendered: list[str] = []
    render = Template.render

    def counted(self: Template, context: Context) -> SafeString:
        if self.origin.name.endswith("invitation.txt"):
            rendered.append(self.origin.name)
        return render(self, context)

    monkeypatch.setattr(Template, "render", counted)
    client.get(f"{INDEX}sendings/{sending.pk}/")
    assert len(rendered) == 1
    seconding.discard(sending, actor=cast.petra)
    client.get(f"{INDEX}send/")
    assert len(rendered) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda cast: Signatory.objects.update(name="Somebody else"),
        lambda cast: cast.conference.windows.filter(kind="invitation").delete(),
        lambda cast: cast.conference.cap_rules.all().delete(),
        lambda cast: Organisation.objects.update(country="KE"),
        lambda cast: Invitation.objects.update(email="other@example.org"),
        lambda cast: give_logo(cast, make_png()),
        lambda cast: type(cast.conference).objects.update(city={"en": "Ogden"}),
    ],
)
def test_whatever_changes_a_letter_is_noticed_before_many_are_sent(
    cast: Cast, change: Callable[[Cast], object]
) -> None:
    make_invitation(cast)
    shown = seen_together()
    assert shown == seen_together()
    change(cast)
    with pytest.raises(ValidationError) as refusal:
        actions.invite.submit_sending(
            cast.conference,
            drafts=invite.drafts_of(Invitation.objects.for_letter()),
            seen=shown,
            actor=cast.petra,
        )
    assert refusal.value.code == "changed"


def test_what_was_sent_alone_meanwhile_cannot_be_submitted(cast: Cast) -> None:
    invitation = make_invitation(cast)
    drafts = invite.drafts_of(Invitation.objects.for_letter())
    shown = fingerprint_of(drafts)
    actions.invite.send_invitation(invitation, seen=seen(invitation), actor=cast.petra)
    with pytest.raises(ValidationError) as refusal:
        invite.submit_sending(
            cast.conference, drafts=drafts, seen=shown, actor=cast.petra
        )
    assert refusal.value.code == "changed"


def test_one_of_a_sending_that_waits_cannot_be_sent_alone(
    client: Client, cast: Cast
) -> None:
    sending = submitted(client, cast)
    invitation = Invitation.objects.all()[0]
    page = client.get(f"{INDEX}{invitation.pk}/")
    assert page.context["under_way"].sending == sending
    with pytest.raises(ValidationError) as refusal:
        invite.send_invitation(invitation, seen=seen(invitation), actor=cast.petra)
    assert refusal.value.code == "in-a-sending"
    seconding.discard(sending, actor=cast.clara)
    invite.send_invitation(invitation, seen=seen(invitation), actor=cast.petra)
    assert states() == ["prepared", "prepared", "sent"]


def test_a_sending_says_how_far_it_is_and_then_what_comes_next(
    client: Client, cast: Cast
) -> None:
    sending = submitted(client, cast)
    approve(sending, cast.clara)
    for _reloaded in range(2):
        page = client.get(f"{INDEX}sendings/{sending.pk}/")
        assert (page.context["done"], page.context["total"]) == (0, 3)
    running.run_next()
    invite.make_letter(Invitation.objects.all()[0].pk)
    page = client.get(f"{INDEX}sendings/{sending.pk}/")
    assert (page.context["done"], page.context["total"]) == (3, 3)
    assert (page.context["made"], page.context["sent"]) == (1, 3)
    assert f"{INDEX}?state=sent" in page.content.decode()


def test_a_letter_changed_after_submitting_stops_the_sending(
    client: Client, cast: Cast
) -> None:
    sending = submitted(client, cast)
    Signatory.objects.update(title={"en": "Interim chair"})
    sign_in(client, cast.clara)
    page = client.get(f"{INDEX}sendings/{sending.pk}/")
    assert page.context["has_changed"]
    typed = {"seen": page.context["seen"]}
    client.post(f"{INDEX}sendings/{sending.pk}/approve/", typed)
    sending.refresh_from_db()
    assert sending.is_pending
    with pytest.raises(ValidationError) as refusal:
        approve(sending, cast.clara)
    assert refusal.value.code == "changed"


def test_a_sending_whose_process_ended_is_finished_by_the_next_and_doubles_nothing(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seconding, "CHUNK", 2)
    sending = submitted(client, cast, many=5)
    approve(sending, cast.clara)
    assert running.run_next(lambda: True)  # then the process ends
    assert Job.objects.about(sending).get().done == 2
    # One of those left is changed by a colleague: it is skipped, saying so.
    left = Invitation.objects.filter(state="prepared").first()
    Invitation.objects.filter(pk=left.pk).update(addressee="Somebody else")
    running.run_all()
    job = Job.objects.about(sending).get()
    assert (job.done, job.failed) == (4, 1)
    assert states() == ["prepared", "sent", "sent", "sent", "sent"]
    reason = changed().messages[0]
    assert left.sendings.skipped().get().note == reason
    assert Email.objects.count() == 4
    assert Sending.objects.get().state == Sending.State.DONE
    assert reason in client.get(INDEX).content.decode()
    assert client.get(f"{INDEX}send/").context["preview"].count == 1
    invite.send_invitation(left, seen=seen(left), actor=cast.petra)
    assert reason not in client.get(INDEX).content.decode()


def test_the_invitations_of_a_discarded_sending_can_be_sent_otherwise(
    client: Client, cast: Cast
) -> None:
    sending = submitted(client, cast)
    client.post(f"{INDEX}sendings/{sending.pk}/discard/")
    sending.refresh_from_db()
    assert (sending.state, sending.discarded_by) == ("discarded", cast.petra)
    assert Invitation.objects.unsent_alone().count() == 3
    with pytest.raises(ValidationError) as refusal:
        approve(sending, cast.clara)
    assert refusal.value.code == "not-pending"
    page = client.get(f"{INDEX}sendings/{sending.pk}/")
    assert (page.context["total"], page.context["done"]) == (3, 0)


# -- Who ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["rosa", "sam", "amina", "eve"])
@pytest.mark.parametrize("path", ["new/", "send/"])
def test_only_chief_and_protocol_invite(
    client: Client, cast: Cast, who: str, path: str
) -> None:
    sign_in(client, getattr(cast, who))
    assert client.get(f"{INDEX}{path}").status_code == 403
    assert client.post(f"{INDEX}{path}", {}).status_code == 403


def test_others_see_only_invitations_addressed_to_them(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.eve)
    assert client.get(INDEX).status_code == 403
    make_invitation(cast, email=cast.eve.email, state="sent")
    make_invitation(cast, "Stratus", state="sent")
    page = client.get(INDEX)
    assert [row.organisation.name for row in page.context["page"].things] == ["Cirrus"]
    assert "From a spreadsheet" not in page.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_previewing_one_or_three_letters_asks_the_same_questions(
    cast: Cast, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        make_invitation(cast, f"Org{number}")
    # Invitations, standings; letterheads, windows and cap rules of the conference.
    with django_assert_num_queries(5):
        drafts = invite.drafts_of(Invitation.objects.for_letter())
        assert len({draft.fingerprint for draft in drafts}) == many


def _fresh(invitation: Invitation) -> Invitation:
    return Invitation.objects.for_letter().get(pk=invitation.pk)


def seen(invitation: Invitation) -> str:
    return wording.draft(_fresh(invitation)).fingerprint


def seen_together() -> str:
    return fingerprint_of(invite.drafts_of(Invitation.objects.for_letter()))


def test_a_letter_that_cannot_be_made_keeps_back_no_other_and_is_not_tried_for_ever(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, broken = make_invitation(cast), make_invitation(cast, "Nimbus")
    Invitation.objects.update(state="sent", sent_at=clock.now())
    render = wording.render

    def breaks(invitation: Invitation) -> bytes:
        if invitation.pk == broken.pk:
            raise PdfError("no such font")
        return render(invitation)

    monkeypatch.setattr(wording, "render", breaks)
    assert invite.ask_for_letters() == 2
    running.run_all()
    assert (Job.objects.get().done, Job.objects.get().failed) == (1, 1)
    assert invite.ask_for_letters() == 0
    first.refresh_from_db()
    assert first.document
