"""Long work of this room."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hemicycle.badges import actions, printing
from hemicycle.badges.models import Badge
from hemicycle.badges.policy import can_hand_out
from hemicycle.files.models import StoredFile
from hemicycle.jobs import results
from hemicycle.jobs.kinds import Chunks, Done, job
from hemicycle.jobs.models import Job
from hemicycle.people.models import User

PDF = "application/pdf"


def _may_print(user: User, job: Job) -> bool:
    assert job.conference
    scope = can_hand_out.scope(user, job.conference)
    return bool(scope) and scope.covers_all(Badge, job.arguments["badges"])


@job(label=_("Badges"), progress=_("%(done)s of %(total)s printed"), may=_may_print)
def print_badges(job: Job) -> Chunks:
    """The badges of `arguments["badges"]` in this order, as PDF files of 250 pages.

    One that is no longer valid is left out and counted as not done. What the first
    paper of each says is kept in the chunk that makes the page.
    """
    assert job.conference
    conference = job.conference
    keys: list[str] = job.arguments["badges"]
    start = job.cursor or 0
    while start < len(keys):
        chunk = keys[start : start + printing.PAGES_AT_ONCE]
        badges = _in_order(job, chunk)
        stored: StoredFile | None = None
        if badges:
            stored = results.keep(
                job,
                printing.pages(conference, badges, language=job.language),
                name=f"badges-{start + 1:05}.pdf",
                content_type=PDF,
            )
        start += len(chunk)

        def write(
            badges: Sequence[Badge] = badges,
            stored: StoredFile | None = stored,
            start: int = start,
            left_out: int = len(chunk) - len(badges),
        ) -> Done:
            if stored:
                results.add_part(job, stored)
                actions.note_printed(conference, badges, actor=job.asked_by)
            return Done(done=len(badges), failed=left_out, cursor=start)

        yield write
    papers = list(results.parts(job))
    if not papers:
        return
    whole = papers[0]
    if len(papers) > 1:
        with results.zipped(job) as file:
            whole = results.keep(job, file, name="badges.zip", content_type=results.ZIP)

    def finish() -> Done:
        results.finish(job, whole)
        return Done()

    yield finish


def _in_order(job: Job, keys: Sequence[str]) -> list[Badge]:
    valid = Badge.objects.good().filter(conference=job.conference_id, pk__in=keys)
    by_key = {badge.pk: badge for badge in valid.for_printing()}
    return [by_key[key] for key in keys if key in by_key]
