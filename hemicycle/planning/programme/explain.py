"""Why a session is where it is, and what moving it would cost."""

from dataclasses import dataclass, replace

from hemicycle.planning.programme import check
from hemicycle.planning.programme.conference import Conference, Plan
from hemicycle.planning.programme.repair import people_affected


@dataclass(frozen=True)
class Alternative:
    """The session in another slot with all else where it is.

    `broken` are the binding rules this would break, in words, empty when it may go
    there; `lost` the change in lost wishes, negative when fewer would be lost.
    """

    start: int
    hall: int
    broken: tuple[str, ...]
    lost: int


@dataclass(frozen=True)
class Explanation:
    session: int
    start: int
    hall: int
    words: tuple[str, ...]
    alternatives: tuple[Alternative, ...]


def explain(conference: Conference, plan: Plan, session: int) -> Explanation:
    """Tries the session in every slot of the conference, in the best hall there."""
    here = check.lost_wishes(conference, plan)
    broken_now = {each.words for each in check.violations(conference, plan)}
    tries = []
    for t in range(conference.slots - conference.sessions[session].slots + 1):
        if t != plan.starts[session]:
            tries.append(elsewhere(conference, plan, session, t, broken_now, here))
    return Explanation(
        session,
        plan.starts[session],
        plan.halls[session],
        tuple(in_words(conference, plan, session, tries)),
        tuple(tries),
    )


def elsewhere(
    conference: Conference,
    plan: Plan,
    session: int,
    start: int,
    broken_now: set[str],
    lost_now: int,
) -> Alternative:
    """The hall that breaks fewest rules, its own first among equals."""
    starts = list(plan.starts)
    starts[session] = start
    choices = [plan.halls[session]]
    choices += [h for h in range(len(conference.halls)) if conference.suits(session, h)]
    best: tuple[tuple[str, ...], int] | None = None
    for hall in dict.fromkeys(choices):
        halls = list(plan.halls)
        halls[session] = hall
        # Teams by number: who would interpret is another day's question.
        moved = replace(plan, starts=tuple(starts), halls=tuple(halls), teams=())
        broken = tuple(
            each.words
            for each in check.violations(conference, moved)
            if each.level.binds and each.words not in broken_now
        )
        if best is None or len(broken) < len(best[0]):
            best = broken, hall
        if not broken:
            break
    assert best is not None
    moved = replace(plan, starts=tuple(starts))
    lost = check.lost_wishes(conference, moved) - lost_now
    return Alternative(start, best[1], best[0], lost)


def in_words(
    conference: Conference, plan: Plan, i: int, tries: list[Alternative]
) -> list[str]:
    session = conference.sessions[i]
    hall = conference.halls[plan.halls[i]]
    fitting = sum(conference.suits(i, h) for h in range(len(conference.halls)))
    called = conference.called(i)
    words = [
        f"{called[0].upper()}{called[1:]} is in {conference.when(plan.starts[i])}, "
        f"hall {hall.name} "
        f"({hall.seats} seats for {session.expected}); {fitting} of "
        f"{len(conference.halls)} halls suit it."
    ]
    barred = [each for each in tries if each.broken]
    free = [each for each in tries if not each.broken]
    if barred:
        words.append(
            f"{len(barred)} other slots would break a rule; "
            f"{conference.when(barred[0].start)}, for example: {barred[0].broken[0]}."
        )
    if not free:
        words.append("It cannot move unless something else moves too.")
        return words
    best = min(free, key=lambda each: (each.lost, each.start))
    change = f"{abs(best.lost)} {'more' if best.lost >= 0 else 'fewer'} wishes lost"
    words.append(
        f"{len(free)} other slots are free for it; the best is "
        f"{conference.when(best.start)} with "
        f"{change}. Moving it affects {people_affected(conference, i)} people."
    )
    return words
