"""What a person answers to a finding of the record check: repaired, or kept because."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hemicycle.fields.checked import save_checked
from hemicycle.journal.actions import record as enter
from hemicycle.journal.failures import each
from hemicycle.lib import clock
from hemicycle.lib.record import Record
from hemicycle.newsroom import record_check, states
from hemicycle.newsroom.actions.prepare import (
    changed,
    check_reason,
    check_writable,
    locked,
)
from hemicycle.newsroom.journal import Happened
from hemicycle.newsroom.models import Article, FindingAnswer
from hemicycle.newsroom.record_check import Proof, ProofFinding
from hemicycle.people.models import User
from hemicycle.texts import actions as texts

OLD = timedelta(hours=1)
AT_ONCE = 20
"""Articles that the worker looks at in one go."""


@transaction.atomic
def repair(
    article: Article,
    language: str,
    *,
    key: str,
    choice: str,
    seen: str,
    actor: User,
    record: Record | None = None,
) -> FindingAnswer:
    """`choice` stands in place of the words, wherever they are the finding. A revision
    keeps it, and the one before can be restored.

    `seen` is `digest_of` the text that was read. Raises ValidationError: "changed",
    "gone", "no-repair", and those of `check_writable`.
    """
    stored, proof, found = _found(article, language, key, seen, record)
    if choice not in found.choices:
        raise ValidationError(
            _("The record has no such words. Edit the text."), code="no-repair"
        )
    wording, before = proof.wording, proof.wording.number
    said = proof.with_words(found, choice)
    texts.write(
        wording, title=said["title"], summary=said["summary"], body=said["body"],
        actor=actor,
    )  # fmt: skip
    answer = _answer(proof, found, FindingAnswer.Kind.REPAIRED, actor)
    answer.repair, answer.before, answer.after = choice, before, wording.number
    save_checked(answer)
    enter(
        stored.conference, Happened.REPAIRED, stored, actor=actor, language=language,
        revision=wording.number,
    )  # fmt: skip
    record_check.store(record_check.proof_of(stored, wording, record))
    return answer


@transaction.atomic
def keep(
    article: Article,
    language: str,
    *,
    key: str,
    because: str,
    seen: str,
    actor: User,
    record: Record | None = None,
) -> FindingAnswer:
    """The words stay, and why; until they or what the record says change.

    Raises ValidationError: "changed", "gone", "kept-already", "no-reason", and those of
    `check_writable`.
    """
    check_reason(because)
    stored, proof, found = _found(article, language, key, seen, record)
    if found.kept:
        raise ValidationError(_("These words are kept already."), code="kept-already")
    answer = _answer(proof, found, FindingAnswer.Kind.KEPT, actor)
    answer.because = because.strip()
    save_checked(answer)
    enter(
        stored.conference, Happened.KEPT_WORDS, stored, actor=actor, reason=because,
        language=language,
    )  # fmt: skip
    record_check.store(record_check.proof_of(stored, proof.wording, record))
    return answer


@transaction.atomic
def reopen(
    article: Article,
    language: str,
    *,
    key: str,
    actor: User,
    record: Record | None = None,
) -> None:
    """What was kept is to be decided again. A second time changes nothing.

    Raises as `check_writable`.
    """
    stored = locked(article)
    check_writable(stored, language)
    wording = stored.wording(language)
    assert wording is not None
    kept = FindingAnswer.objects.kept().filter(wording=wording, key=key)
    if kept.update(ended_at=clock.now()):
        enter(
            stored.conference, Happened.REOPENED, stored, actor=actor,
            language=language,
        )  # fmt: skip
        record_check.store(record_check.proof_of(stored, wording, record))


def check_due() -> int:
    """Texts before their release that pages saved by themselves, or that were checked
    long ago, for the record changes too. How many articles."""
    old = clock.now() - OLD
    due = (
        Article.objects.filter(state__in=states.BEFORE_RELEASE)
        .filter(
            Q(text__wordings__checked=None) | Q(text__wordings__checked__at__lt=old)
        )
        .order_by("created_at")
        .values_list("pk", flat=True)
        .distinct()[:AT_ONCE]
    )
    return each(list(due), _check_again)


def _check_again(key: str) -> bool:
    article = Article.objects.with_texts().get(pk=key)
    record_check.refresh(article)
    return True


def _found(
    article: Article, language: str, key: str, seen: str, record: Record | None
) -> tuple[Article, Proof, ProofFinding]:
    """In the text as it is stored, if it is what was read. Raises ValidationError."""
    stored = locked(article)
    check_writable(stored, language)
    wording = stored.wording(language)
    assert wording is not None
    if record_check.digest_of(wording) != seen:
        raise changed()
    proof = record_check.proof_of(stored, wording, record)
    found = proof.find(key)
    if found is None:
        raise ValidationError(
            _("The record no longer says so: look at the findings again."), code="gone"
        )
    return stored, proof, found


def _answer(proof: Proof, found: ProofFinding, kind: str, actor: User) -> FindingAnswer:
    return FindingAnswer(
        wording=proof.wording, kind=kind, key=found.key,
        contradicts=found.contradicts, words=found.finding.words,
        record=found.finding.record, by=actor,
    )  # fmt: skip
