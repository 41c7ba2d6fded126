"""One person for another, until the window closes; the old badge dies at once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.delegations import flags, letters, places, policy, windows
from hemicycle.delegations.actions.nominate import Nominee
from hemicycle.delegations.actions.waiting import close_offers
from hemicycle.delegations.models import Offer, Registration
from hemicycle.delegations.storing import store
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.people.models import User

State = Registration.State
REPLACEABLE = (State.NOMINATED, State.CONFIRMED, State.APPROVED)


@transaction.atomic
def substitute(
    registration: Registration, nominee: Nominee, *, actor: User
) -> Registration:
    """Replace this person by another, who gets their places, part and category.

    The new person is nominated: they confirm, and the desk decides. Returns the new
    registration. Raises ValidationError: what `windows.check` refuses, code
    "not-replaceable", "already-registered".
    """
    old = Registration.objects.locked().get(pk=registration.pk)
    conference = old.conference
    if not policy.is_desk(actor, conference):
        windows.check(conference, windows.Kind.SUBSTITUTION)
    if old.state not in REPLACEABLE:
        raise ValidationError(
            _("Only somebody nominated, confirmed or approved can be replaced."),
            code="not-replaceable",
        )
    new = Registration(
        conference=conference,
        delegation=old.delegation,
        category=old.category,
        part=old.part,
        full_name=nominee.full_name,
        email=nominee.email,
        functional_title=nominee.functional_title,
        relation=nominee.relation,
        language=nominee.language or actor.language,
        nominated_by=actor,
        nominated_at=clock.now(),
        state=State.NOMINATED,
    )
    close_offers(old, Offer.State.DECLINED)
    places.hand_over(old, to=new)
    old.state = State.SUBSTITUTED
    old.ended_at = clock.now()
    store(old)
    new.substitute_of = old
    places.move(new, State.NOMINATED)
    store(new, new=True)
    record(conference, "substituted", old, actor=actor, by=new)
    record(conference, "nominated", new, actor=actor, instead_of=old)
    flags.refresh(new, is_new=True)
    letters.send("nominated", new, send_key="1")
    letters.send("substituted", old, send_key="1", page="delegations:registration")
    return new
