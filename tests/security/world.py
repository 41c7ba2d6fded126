"""Two conferences with one row of everything: what the tests of this folder attack.

Side "ours" is Aurora at the conference of the cast, "theirs" is Borealis at the same
conference, "elsewhere" is Cygnus at another conference, whose chief is Olga.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hemicycle.badges import actions as badges
from hemicycle.conferences import actions as conference_actions
from hemicycle.conferences.actions import ask_for_reset
from hemicycle.conferences.models import (
    Conference,
    CoOrganiser,
    EarlierEdition,
    Hat,
    Notice,
    Role,
    RoleOffer,
    Series,
    SetUp,
    Signatory,
)
from hemicycle.delegations import places
from hemicycle.delegations.models import CapRule, Delegation, Flag, Registration
from hemicycle.demo.cast import BY_KEY
from hemicycle.demo.stable import stable_id
from hemicycle.doors import actions as doors
from hemicycle.doors.models import Door
from hemicycle.files import actions as files
from hemicycle.invitations.models import Invitation, Sending, SendingItem
from hemicycle.jobs import actions as jobs
from hemicycle.jobs.models import Job
from hemicycle.lib import clock
from hemicycle.lib.disclosure import Protected
from hemicycle.newsroom.actions import prepare as newsroom
from hemicycle.newsroom.models import (
    Article,
    DatedOffice,
    NamedPerson,
    Publication,
    Statement,
)
from hemicycle.organisations.models import (
    Accreditation,
    FocalPoint,
    Membership,
    Organisation,
    Standing,
)
from hemicycle.people import sessions
from hemicycle.people.actions import make_link
from hemicycle.people.models import Passkey, User
from hemicycle.post.models import Email
from hemicycle.programme.models import Appearance, Session
from hemicycle.statistics.models import PublishedFigures
from hemicycle.tables.models import Import, SavedView
from hemicycle.texts import actions as texts
from hemicycle.vetting.models import Decision, DecisionItem, Offer, OfferRule
from hemicycle.website.actions import enquiries
from tests import slow
from tests.cast import (
    Cast,
    make_cast,
    make_conference,
    make_email,
    make_name,
    make_organisation,
    make_registration,
    make_user,
)
from tests.conftest import sign_in
from tests.pictures import make_png

State = Registration.State

ROLES = (
    "anonymous", "eve", "lin", "amina", "bruno", "sam", "dina", "paul", "petra",
    "rosa", "ravi", "clara", "olga",
)  # fmt: skip


@dataclass
class Side:
    """One organisation at one conference, and everything about it, by URL argument."""

    conference: Conference
    organisation: Organisation
    focal_point: User
    member: User
    registration: Registration  # nominated, claimed by its person
    approved: Registration
    things: dict[str, Any] = field(default_factory=dict)

    def arguments(self, name: str, route: str) -> dict[str, Any]:
        """What stands in the address `name` for this side."""
        found: dict[str, Any] = {}
        if "<slug:conference>" in route:
            found["conference"] = self.conference.slug
        found |= self.things.get(name, {})
        return found


@dataclass
class World:
    cast: Cast
    olga: User  # chief of the other conference, nobody here
    ours: Side
    theirs: Side
    elsewhere: Side
    clients: dict[str, Client] = field(default_factory=dict)

    def user(self, role: str) -> User | None:
        if role == "anonymous":
            return None
        if role == "olga":
            return self.olga
        user: User = getattr(self.cast, role)
        return user


def _publish_figures(conference: Conference) -> None:
    """Of a category with nine people, whoever is registered here."""
    category = conference.categories.first()
    assert category
    by_category = Protected(
        "approved-category", "category", ((category.pk,),), (("",),), ((9,),)
    )
    PublishedFigures.objects.create(
        conference=conference,
        kind=PublishedFigures.Kind.INTERIM,
        totals={},
        tables=[by_category.as_json()],
    )


def make_world(say: Callable[[str], str] = str) -> World:
    """`say` turns the words that people choose into what a test wants them to be."""
    cast = make_cast(theme={"en": say("Cities")}, is_specimen=True)
    other = make_conference(
        slug="uncsc-2020",
        edition=69,
        short_name="UNCSC 2020",
        theme={"en": say("Rivers")},
    )
    olga = make_user("Olga", other, Hat.CHIEF)
    cygnus = make_organisation(say("Cygnus"), country="KE")
    carlos = make_user("Carlos")
    FocalPoint.objects.create(conference=other, organisation=cygnus, user=carlos)
    Accreditation.objects.create(
        conference=other, organisation=cygnus, state=Accreditation.State.ACCREDITED
    )
    organiser = CoOrganiser.objects.create(
        conference=other, name={"en": say("Host city")}, role={"en": "Host"}
    )
    signatory = Signatory.objects.create(
        conference=other,
        co_organiser=organiser,
        name=say("Ingrid Berg"),
        title={"en": say("Mayor")},
    )
    for user in (cast.eve, cast.lin, cast.amina):
        User.objects.filter(pk=user.pk).update(name=say(user.name))
        user.refresh_from_db()
    for organisation in (cast.aurora, cast.borealis):
        organisation.name = say(organisation.name)
        organisation.save()
    there = Delegation.objects.create(
        conference=cast.conference, organisation=cast.borealis, cap=20
    )
    abroad = Delegation.objects.create(conference=other, organisation=cygnus, cap=20)
    for conference in (cast.conference, other):
        places.ensure_counters(conference)
    north = Door.objects.create(
        conference=other, name=say("North"), zone=other.zones.get(code="A")
    )
    for conference in (cast.conference, other):
        _publish_figures(conference)
    world = World(
        cast=cast,
        olga=olga,
        ours=_side(
            cast.delegation, cast.amina, cast.lin, cast.clara, cast.signatory,
            cast.north, say,
        ),
        theirs=_side(
            there, cast.bruno, make_user("Bo"), cast.clara, cast.signatory,
            Door.objects.create(
                conference=cast.conference,
                name=say("South"),
                zone=cast.conference.zones.get(code="A"),
            ),
            say,
        ),
        elsewhere=_side(
            abroad, carlos, make_user("Cy"), olga, signatory, north, say
        ),
    )  # fmt: skip
    token = conference_actions.print_one_time_address()
    for side in (world.ours, world.theirs, world.elsewhere):
        side.things["new:first"] = {"token": token}
    world.clients = {role: client_of(world.user(role)) for role in ROLES}
    return world


def client_of(user: User | None) -> Client:
    # An error of ours is an error of the test, not a page.
    client = Client(raise_request_exception=True)
    if user is None:
        return client
    sign_in(client, user)
    # Whoever chose a second factor has shown it, staff or not.
    session = client.session
    sessions.mark_factor(session)
    session.save()
    return client


def _side(
    delegation: Delegation,
    focal: User,
    member: User,
    chief: User,
    signatory: Signatory,
    door: Door,
    say: Callable[[str], str],
) -> Side:
    conference, organisation = delegation.conference, delegation.organisation
    mark = organisation.pk[:6]
    nominated = make_registration(
        delegation=delegation,
        full_name=say(f"Lin Nominated {mark}"),
        email=member.email,
        user=member,
        functional_title=say("Director"),
        relation=say("Staff"),
        holds_delegation=True,
        part="head",
    )
    approved = make_registration(
        delegation=delegation,
        full_name=say(f"Lin Approved {mark}"),
        badge_name=say("Lin"),
        own_script=say("林燕"),
        id_name=say("LIN"),
        affiliation=say("Institute"),
        email=member.email,
        user=member,
        state=State.APPROVED,
        holds_delegation=True,
        decision_reason=say("Welcome"),
    )
    confirmed = make_registration(
        delegation=delegation,
        full_name=say(f"Chen Confirmed {mark}"),
        email=f"chen.{mark}@example.org",
        state=State.CONFIRMED,
        holds_delegation=True,
    )
    asking = make_registration(
        delegation=delegation,
        full_name=say(f"Kim Asking {mark}"),
        email=f"kim.{mark}@example.org",
        state=State.DRAFT,
        asked_at=clock.now(),
    )
    make_registration(
        delegation=delegation,
        full_name=say(f"Per Waiting {mark}"),
        email=f"per.{mark}@example.org",
        state=State.WAITING,
        waiting_since=clock.now(),
    )
    Delegation.objects.filter(pk=delegation.pk).update(
        taken=3, co_organiser=signatory.co_organiser
    )
    flag = Flag.objects.create(
        registration=nominated, kind=Flag.Kind.NOTE, details=say("Look at this")
    )
    Offer.objects.create(
        position=nominated, expires_at=clock.now() + timedelta(hours=48)
    )
    decision = Decision.objects.create(
        conference=conference, verdict="refuse", reason=say("No place"),
        fingerprint="0" * 64, prepared_by=chief,
    )  # fmt: skip
    for one in (confirmed, nominated):
        DecisionItem.objects.create(
            decision=decision, registration=one, fingerprint="0" * 64
        )
    has_rule = OfferRule.objects.filter(conference=conference).exists()
    offer_rule = OfferRule.objects.create(
        conference=conference, fingerprint="0" * 64, prepared_by=chief,
        state="discarded" if has_rule else "prepared",
    )  # fmt: skip
    badge = badges.issue(approved, actor=chief)
    sending = Sending.objects.create(
        conference=conference, fingerprint="0" * 64, prepared_by=chief
    )
    invitation = Invitation.objects.create(
        conference=conference,
        organisation=organisation,
        signatory=signatory,
        addressee=say("The President"),
        email=focal.email,
        state=Invitation.State.SENT,
        sent_at=clock.now(),
    )
    SendingItem.objects.create(
        sending=sending, invitation=invitation, fingerprint="0" * 64
    )
    document = files.store(
        b"%PDF-1.4 invented", conference=conference, owner=chief,
        purpose="invitation", name="letter.pdf", content_type="application/pdf",
        actor=chief,
    )  # fmt: skip
    Invitation.objects.filter(pk=invitation.pk).update(document=document)
    job = jobs.ask(
        "badges.print_badges", conference=conference, total=1, actor=chief,
        arguments={"badges": [badge.pk]},
    )  # fmt: skip
    Job.objects.filter(pk=job.pk).update(result=document)
    organiser = signatory.co_organiser
    conference_actions.change(
        organiser, logo=("logo.png", "image/png", make_png()), actor=chief
    )
    assert organiser.logo
    letter = make_email(
        "delegations/returned", conference=conference, to=member.email, language="en",
        send_key=f"security:{mark}", thing=nominated, recipient=member,
        sealed={"link": make_link(member.email, "/en/")},
        context={
            "name": say("Lin"), "organisation": organisation.name,
            "reason": say("Why"), "code": "ABC",
        },
    )  # fmt: skip
    device, token = doors.enrol(door, name=say("phone 7"), actor=chief)
    now = clock.now()
    doors.give_shift(
        door, steward=say("Sam Begay"), starts_at=now, actor=chief,
        ends_at=now + timedelta(hours=4),
    )  # fmt: skip
    doors.scan(
        door, code=badge.serial, scan_id="0" * 20 + mark, device=None, shift=None,
        actor=chief,
    )  # fmt: skip
    session = Session.objects.create(
        conference=conference, title={"en": say("Opening")}, kind="plenary",
        organisers=say("DGC"), place=say("Hall"), note={"en": say("Note")},
    )  # fmt: skip
    appearance = Appearance.objects.create(
        session=session, guest=say("A guest"), guest_title=say("Title"), role="speaker"
    )
    article = newsroom.begin(
        conference, kind="news", language="en", title=say("The article"),
        source=say("Source"), actor=chief,
    )  # fmt: skip
    wording = article.text.source_wording
    texts.write(
        wording, title=say("The article"), summary=say("Summary"), body=say("Text"),
        actor=chief,
    )  # fmt: skip
    remark = texts.comment(wording, say("Which?"), actor=chief)
    french = texts.add_language(article.text, "fr", actor=chief)
    texts.write(
        french, title=say("L’article"), summary=say("Résumé"), body=say("Texte"),
        actor=chief,
    )  # fmt: skip
    released = newsroom.begin(
        conference, kind="news", language="en", title=say("Released"), actor=chief
    )
    Article.objects.filter(pk=released.pk).update(
        state=Article.State.PUBLISHED, published_at=clock.now(),
        number=Article.objects.count(),
    )  # fmt: skip
    for language in ("en", "ar", "fr"):
        Publication.objects.create(
            article=released, language=language, number=1, revision=1,
            title=say("Released"), summary=say("Summary"), body=say("Text"),
        )  # fmt: skip
    enquiry = enquiries.ask(
        conference, name=say("Lin"), email=member.email, language="en",
        subject="other", words=say("When?"), actor=member,
    )  # fmt: skip
    # Two sides share a conference, where each place has one page.
    taken = Article.objects.filter(conference=conference, kind="page").count()
    place = Article.Place.values[taken]
    page = newsroom.begin(
        conference, kind="page", place=place, language="en", title=say("About"),
        actor=chief,
    )  # fmt: skip
    Article.objects.filter(pk=page.pk).update(
        state=Article.State.PUBLISHED, published_at=clock.now()
    )
    for language in ("en", "ar", "fr"):
        Publication.objects.create(
            article=page, language=language, number=1, revision=1,
            title=say("About"), body=say("Text"),
        )  # fmt: skip
    named = NamedPerson.objects.create(
        conference=conference, full_name=say(f"Named {mark}"), source=say("A card")
    )
    held = DatedOffice.objects.create(person=named, title={"en": say("Mayor")})
    statement = Statement.objects.create(
        conference=conference, speaker=named, title=say("Message"), source=say("Mail"),
        text=say("We support it."), language="en",
    )  # fmt: skip
    name = make_name(organisation, say("Other name"))
    standing, _made = Standing.objects.get_or_create(
        organisation=organisation, kind=Standing.Kind.DGC
    )
    membership = Membership.objects.create(
        umbrella=organisation, member=make_organisation(say(f"Member {mark}"))
    )
    colleague = make_user(f"Colleague{mark}", conference, Hat.HELP_DESK)
    reset = ask_for_reset(
        colleague, conference=conference, reason=say("Lost phone"), actor=chief
    )
    SetUp.objects.get_or_create(
        hall=conference.halls.get(), kind=SetUp.Kind.THEATRE, capacity=300
    )
    conference.refresh_from_db()
    if conference.series is None:
        conference.series = Series.objects.create(name={"en": say("The series")})
        conference.save(update_fields=["series"])
    edition, _made = EarlierEdition.objects.get_or_create(
        series=conference.series, number=67, source="a page"
    )
    notice = Notice.objects.filter(conference=conference, kind="list").first()
    assert notice is not None
    draft, _made = Notice.objects.get_or_create(
        conference=conference, kind="list", version=2, text=notice.text
    )
    passkey = Passkey.objects.create(
        user=member,
        name=say("phone"),
        credential_id=mark,
        # Attested credential data: whose make, an id with its length, an ES256 key.
        credential=bytes(16)
        + b"\0\x01x"
        + b"\xa5\x01\x02\x03\x26\x20\x01"
        + b"".join(b + b"\x58\x20" + bytes(32) for b in (b"\x21", b"\x22")),
    )
    rule = CapRule.objects.filter(conference=conference).first()
    role = Role.objects.get(user=colleague)
    offered = RoleOffer.objects.create(
        conference=conference, user=member, hat=Hat.PRESS
    )
    assert rule is not None
    link = make_link(member.email, "/en/").rpartition("/")[2]
    download = files.link(document, reader=member).partition("?")[2]

    view = SavedView.objects.create(
        user=member, conference=conference, list_name="badges", name=say("My view")[:40]
    )

    def of(thing: Any, **more: Any) -> dict[str, Any]:
        return {"id": thing.pk, **more}

    things: dict[str, dict[str, Any]] = {
        "organisations:choose_other": of(organisation),
        "organisations:merge": of(
            organisation, other=make_organisation(say(f"Twin {mark}")).pk
        ),
        "organisations:remove_name": of(organisation, name=name.pk),
        "organisations:add_member": of(organisation),
        "organisations:end_membership": of(organisation, membership=membership.pk),
        "organisations:end_standing": of(organisation, standing=standing.pk),
        "organisations:end_focal_point": of(
            organisation,
            focal_point=FocalPoint.objects.get(organisation=organisation).pk,
        ),
        "invitations:logo": of(invitation, checksum=organiser.logo.sha256),
        "vetting:clear_flag": of(nominated, flag=flag.pk),
        "delegations:change_cap": {"pk": rule.pk},
        "delegations:remove_cap": {"pk": rule.pk},
        "doors:enrolment": {"token": token},
        "doors:end_phone": of(door, device=device.pk),
        "programme:remove_appearance": of(session, pk=appearance.pk),
        "newsroom:person": of(named),
        "newsroom:remove_person": of(named),
        "newsroom:add_office": of(named),
        "newsroom:change_office": of(named, office=held.pk),
        "newsroom:remove_office": of(named, office=held.pk),
        "newsroom:statement": of(statement),
        "newsroom:remove_statement": of(statement),
        "newsroom:restore": of(article, language="en", number=1),
        "newsroom:resolve": of(article, language="en", comment=remark.pk),
        **{
            f"newsroom:{page}": of(article, language="fr")
            for page in (
                "write",
                "check",
                "repair",
                "keep",
                "reopen",
                "translated",
                "release_language",
                "preview",
                "revisions",
                "comment",
            )
        },
        "website:figure_svg": {"name": "approved-category"},
        "website:figure_csv": {"name": "approved-category"},
        "news:article": of(released),
        "news:version": of(released, number=1),
        **{f"news-in:{page}": {"language": "fr"} for page in ("index", "rss", "atom")},
        "newsroom:begin_page": {"place": "practical"},
        "newsroom:reissue": of(page),
        "pages:page": {"place": place},
        "pages-in:page": {"language": "fr", "place": place},
        "news-in:article": of(released, language="fr"),
        "news-in:version": of(released, language="fr", number=1),
        "badges:issue": {"registration": approved.pk},
        "tables:save_view": {"name": "badges"},
        "tables:remove_view": of(view),
        "conferences:write-notice": {"kind": "list"},
        "conferences:publish-notice": {"kind": draft.kind},
        "conferences:reset": of(reset),
        "conferences:approve-reset": of(reset),
        "conferences:discard-reset": of(reset),
        "conferences:change-role": {"pk": role.pk},
        "conferences:remove-role": {"pk": role.pk},
        "conferences:offer": {"pk": offered.pk},
        "conferences:send-offer": {"pk": offered.pk},
        "conferences:withdraw-offer": {"pk": offered.pk},
        "roles:accept": {"pk": offered.pk},
        "roles:decline": {"pk": offered.pk},
        "conferences:remove-edition": of(edition),
        "conferences:parts": {"part": "zones"},
        "conferences:add-part": {"part": "zones"},
        "conferences:change-part": {"part": "signatories", "id": signatory.pk},
        "conferences:remove-part": {"part": "signatories", "id": signatory.pk},
        "jobs:new_export": {"name": "badges"},
        "post:show": of(letter),
        **{
            f"jobs:{page}": of(job)
            for page in ("show", "progress", "stop", "resume", "result", "export")
        },
        "post:resend": of(letter),
        "post:delivered": of(letter),
        "people:link": {"token": link},
        "link": {"token": link},
        "people:email": of(letter),
        "people:passkey_remove": of(passkey),
        "files:download": {"file_id": document.pk, "?": download},
        "verify": {"code": invitation.code},
        "demo:step_in": {"key": "amina"},
        "demo:mailbox": {"key": "amina"},
        "demo:email": {"key": "amina", "email": letter.pk},
        "demo:choose": {"key": "opening-morning"},
    }
    table = Import.objects.create(
        conference=conference,
        owner=focal,
        kind="people",
        subject=delegation.pk,
        submission=f"world {delegation.pk}",
        state=Import.State.OPEN,
        understood={"columns": [["full_name", ["Name"]]]},
        rows=[{"n": 2, "c": {"full_name": "Ada Lu"}, "h": False, "s": False}],
    )
    for name in ("new_import", "template"):
        things[f"tables:{name}"] = {"kind": "people", "subject": delegation.pk}
    for name in (
        "import", "import_rows", "import_reading", "import_problems", "discard_import",
    ):  # fmt: skip
        things[f"tables:{name}"] = of(table)
    for room, names, thing in (
        ("invitations", "sending approve_sending discard_sending", sending),
        ("invitations", "show edit pdf send withdraw accept decline", invitation),
        (
            "delegations",
            "registration confirm details correct withdraw substitute remind",
            nominated,
        ),
        ("delegations", "draft admit send_back", asking),
        ("delegations", "show nominate", delegation),
        (
            "vetting",
            "registration assign release raise_flag offer take_offer decline_offer",
            nominated,
        ),
        ("vetting", "decision approve_decision discard_decision", decision),
        ("vetting", "rule approve_rule discard_rule stop_rule", offer_rule),
        (
            "organisations",
            "show edit public names give_standing name_focal_point accredit refuse",
            organisation,
        ),
        ("doors", "show remove enrol give_shift gate start_shift end_shift", door),
        ("programme", "show remove add_appearance", session),
        (
            "newsroom",
            "show describe add_language submit send_back approve take_back plan "
            "release correct notify update withdraw discard",
            article,
        ),
        ("badges", "show pdf hand_out replace revoke", badge),
        ("enquiries", "show assign move answer close reopen", enquiry),
        ("website", "enquiry write_again", enquiry),
    ):
        for one in names.split():
            things[f"{room}:{one}"] = of(thing)
    return Side(conference, organisation, focal, member, nominated, approved, things)


def every_address() -> Iterator[tuple[str, str, Any]]:
    """Name (with its namespace), route and view of every URL of the site."""
    yield from _walk(get_resolver(), "", "")


def _walk(
    resolver: URLResolver, prefix: str, namespace: str
) -> Iterator[tuple[str, str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, route, inner)
        else:
            assert isinstance(entry, URLPattern)
            yield f"{namespace}{entry.name}", route, entry.callback


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in here never did."""
    with slow.of_a_test():
        mark = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(mark)


def close(response: HttpResponseBase) -> None:
    """End a response as the test client ends those that do not stream.

    The end of a request closes what it takes for an old connection, and on a database
    server the world would be gone with it.
    """
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)


# Kept for speed or for throttling, and about nobody's data.
NO_STATE = frozenset({"django_session", "statistics_snapshot", "people_attempt"})


def everything(leave_out: frozenset[str] = NO_STATE) -> dict[str, list[Any]]:
    """All rows of all tables."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table not in leave_out:
            rows = model._base_manager.order_by("pk").values_list()
            found[table] = [tuple(map(_plain, row)) for row in rows]
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


class Writes:
    """Notices whether the database was asked to change anything."""

    def __init__(self) -> None:
        self.tables: list[str] = []

    def __call__(
        self, execute: Any, sql: str, parameters: Any, many: Any, context: Any
    ) -> Any:
        verb, *words = sql.split(None, 4)
        if verb.upper() in ("INSERT", "UPDATE", "DELETE", "REPLACE"):
            named = [word.strip('"') for word in words if word[:1] == '"'][:1]
            self.tables += [table for table in named if table not in NO_STATE]
        return execute(sql, parameters, many, context)


@contextmanager
def watching() -> Iterator[Writes]:
    writes = Writes()
    with connection.execute_wrapper(writes):
        yield writes


def demo_people() -> None:
    """The demonstration's Amina, who may be stepped into."""
    member = BY_KEY["amina"]
    User.objects.create(
        id=stable_id("cast", member.key), email=member.email, name=member.name
    )
    Email.objects.update(to=member.email)
