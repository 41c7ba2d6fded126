"""Deciding on registrations: one by one, or many by two people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.delegations import places
from hemicycle.delegations.models import Registration
from hemicycle.delegations.storing import store
from hemicycle.jobs.kinds import Done
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft, fingerprint_of
from hemicycle.post.models import Email
from hemicycle.seconding import actions as seconding
from hemicycle.vetting import decisions
from hemicycle.vetting.decisions import TEMPLATES, Verdict, target
from hemicycle.vetting.journal import Happened
from hemicycle.vetting.models import Decision, DecisionItem

MOST_AT_ONCE = 1_000

RECORDED_AS = {
    Verdict.APPROVE: Happened.APPROVED,
    Verdict.WAIT: Happened.WAITLISTED,
    Verdict.REFUSE: Happened.REFUSED,
}


@transaction.atomic
def decide(
    registration: Registration,
    *,
    verdict: str,
    reason: str = "",
    seen: str,
    actor: User,
) -> Decision:
    """Decide on one registration and send exactly the e-mail that was previewed.

    A refusal closes every door at once and gives the places back. Raises
    ValidationError: "changed" when the e-mail is no longer the one whose fingerprint is
    `seen`, "reason-missing", "wrong-state", "minor", "registered-twice",
    "organisation-refused", or what
    `places.move` refuses ("delegation-full", "category-full", "conference-full").
    """
    _check_reason(verdict, reason)
    registration = Registration.objects.locked().get(pk=registration.pk)
    decision = Decision(
        conference=registration.conference, verdict=verdict, reason=reason.strip()
    )
    item = DecisionItem(decision=decision, registration=registration, fingerprint=seen)
    return seconding.do_alone(decision, item, _carry_out, actor=actor)


def submit_decision(
    conference: Conference,
    *,
    drafts: Sequence[Draft],
    verdict: str,
    reason: str = "",
    seen: str,
    actor: User,
) -> Decision:
    """Submit one verdict on many for approval. No one is notified yet.

    `drafts` are the e-mails as of now: made before any transaction, from rows that each
    are compared once more when it is carried out. Raises ValidationError: "nothing",
    "too-many", "reason-missing", and "changed" when they are not those whose
    fingerprint is `seen`.
    """
    _check_reason(verdict, reason)
    if len(drafts) > MOST_AT_ONCE:
        raise ValidationError(
            _("At most %(most)s at once. Narrow the list."),
            code="too-many",
            params={"most": MOST_AT_ONCE},
        )
    if not drafts:
        raise none_possible()
    decision = Decision(conference=conference, verdict=verdict, reason=reason.strip())
    items = [
        DecisionItem(
            decision=decision, registration=each, fingerprint=draft.fingerprint
        )
        for draft, each in zip(drafts, decisions.people_of(drafts), strict=True)
    ]
    now = fingerprint_of(drafts)
    return seconding.submit(decision, items=items, seen=seen, now=now, actor=actor)


def none_possible() -> ValidationError:
    """The refusal of a verdict that none of those chosen can be given now."""
    return ValidationError(_("None of these can be decided this way."), code="nothing")


def for_letters(conference: Conference, keys: Sequence[str]) -> list[Registration]:
    """These registrations with all that e-mails and flags say; two queries."""
    rows = list(
        Registration.objects.filter(conference=conference, pk__in=keys)
        .with_refusal()
        .with_twins()
        .select_related("category", "delegation__organisation", "nominated_by")
        .prefetch_related("flags")
        .order_by("full_name", "pk")
    )
    for row in rows:
        row.conference = conference
    return rows


def look_at(
    decision: Decision,
) -> tuple[list[Draft], list[tuple[Registration, str]]]:
    """The e-mails of a pending decision as they would leave now, and whom it can no
    longer be given to, with why."""
    keys = list(decision.items.values_list("registration_id", flat=True))
    rows = for_letters(decision.conference, keys)
    return decisions.drafts_of(rows, decision.verdict, decision.reason)


def fingerprint_now(decision: Decision) -> str:
    """The fingerprint of the e-mails of a pending decision as they would leave now."""
    return fingerprint_of(look_at(decision)[0])


@dataclass(frozen=True)
class Chunk:
    """The items of a decision that are done next, and their e-mails, rendered."""

    items: Sequence[DecisionItem]
    drafts: Mapping[str, Draft]


def next_chunk(decision: Decision) -> Chunk | None:
    """Read and rendered before its transaction; None when nothing is left."""
    items = seconding.next_items(decision)
    if not items:
        return None
    keys = [item.registration_id for item in items]
    drafts = {}
    for row in for_letters(decision.conference, keys):
        drafts[row.pk] = decisions.draft_of(row, decision.verdict, decision.reason)
        drafts[row.pk].render()
    return Chunk(items, drafts)


def decide_chunk(decision: Decision, chunk: Chunk) -> Done:
    """Decide the next few of an approved decision.

    Each item ends as done, or as skipped with the reason (full, changed since).
    """
    return seconding.carry_on(
        decision,
        chunk.items,
        lambda item: _carry_out(item, rendered=chunk.drafts.get(item.registration_id)),
        prepare=_lock,
    )


def _lock(decision: Decision, chunk: Sequence[DecisionItem]) -> None:
    """All that the chunk needs, before anything changes: people, then places."""
    locked = Registration.objects.locked().filter(
        pk__in=[item.registration_id for item in chunk]
    )
    locked = locked.with_twins().prefetch_related("flags")
    rows = {row.pk: row for row in locked.order_by("pk")}
    places.lock_in_order(rows.values(), target(decision.verdict))
    for item in chunk:
        item.decision, item.registration = decision, rows[item.registration_id]


def _carry_out(item: DecisionItem, *, rendered: Draft | None = None) -> None:
    """Change the state, take or give the places, tell the person; all or nothing.

    What is `rendered` already leaves when it is what the locked row says, too.
    """
    registration, decision = item.registration, item.decision
    verdict = decision.verdict
    decisions.check(registration, verdict)
    draft = decisions.draft_of(registration, verdict, decision.reason)
    draft.check(item.fingerprint)
    if rendered and rendered.fingerprint == draft.fingerprint:
        draft = rendered
    places.move(registration, target(verdict))
    registration.decided_at = clock.now()
    registration.decision_reason = decision.reason
    registration.waiting_since = clock.now() if verdict == Verdict.WAIT else None
    registration.ended_at = clock.now() if verdict == Verdict.REFUSE else None
    store(registration)
    record(
        registration.conference, RECORDED_AS[Verdict(verdict)], registration,
        actor=decision.prepared_by, reason=decision.reason, decision=decision,
    )  # fmt: skip
    _tell(item, draft)


def _tell(item: DecisionItem, draft: Draft) -> Email:
    """Send the e-mail of the decision that the database has on record, and no other.

    What the caller believes doesn't count: verdict, outcome and state are read again.
    Raises RuntimeError where they disagree: then nothing may leave.
    """
    on_record = (
        DecisionItem.objects.filter(
            pk=item.pk,
            outcome=DecisionItem.Outcome.DONE,
            decision__state__in=[Decision.State.RUNNING, Decision.State.DONE],
        )
        .values("decision__verdict", "decision__reason", "registration__state")
        .first()
    )
    if on_record is None or on_record["registration__state"] != target(
        on_record["decision__verdict"]
    ):
        raise RuntimeError(
            f"No decision on record allows an e-mail about {item.registration_id}"
        )
    if draft.template != TEMPLATES[on_record["decision__verdict"]]:
        raise RuntimeError(f"{draft.template} is not what was decided")
    return draft.send(send_key=f"decision:{item.decision_id}:{item.registration_id}")


def _check_reason(verdict: str, reason: str) -> None:
    if verdict == Verdict.REFUSE and not reason.strip():
        raise ValidationError(
            {
                "reason": ValidationError(
                    _("Give the reason. The person will see it."), code="reason-missing"
                )
            }
        )
