"""Booths staffed under a market's rules, and what is missing said in words.

Staff rostering with skills as an integer programme (Ernst, Jiang, Krishnamoorthy, Sier,
European Journal of Operational Research 153, 2004): an interpreter works in one booth
at a time; seats that stay empty are counted, and the fewest are proved.
"""

from collections import defaultdict

from hemicycle.planning.interpreters.booths import Assignment, Member, Seat, Staffing
from hemicycle.planning.interpreters.highs import Programme
from hemicycle.planning.interpreters.markets import Market
from hemicycle.planning.result import Effort, Malformed, Result, Status, Unbuilt
from hemicycle.planning.rules import Level, Violation

# An empty seat weighs more than any number of relays and swaps.
SEAT = 1000.0
RELAY = 10.0
WORK = 1.0


def staff(
    assignments: tuple[Assignment, ...],
    members: tuple[Member, ...],
    market: Market,
    effort: Effort,
    *,
    names: dict[str, str] | None = None,
) -> Result[Staffing]:
    """Fill the most seats. The objective is the number of empty ones, proved smallest.

    `names` gives languages their names for the sentences. What the levels of the rules
    mean here is said in `Market`.
    """
    try:
        return fewest_empty(assignments, members, market, effort, names or {})
    except Unbuilt:
        words = ["no staffing was found in the time allowed"]
        return Result(Status.UNKNOWN, None, None, effort.spent, None, words)


def fewest_empty(
    assignments: tuple[Assignment, ...],
    members: tuple[Member, ...],
    market: Market,
    effort: Effort,
    named: dict[str, str],
) -> Result[Staffing]:
    need = seats_needed(assignments, market)
    programme = Programme(effort)
    sits: dict[tuple[int, str, int], int] = {}
    works: dict[tuple[int, int], list[int]] = defaultdict(list)
    empty: dict[tuple[int, str], int] = {}
    relayless: dict[tuple[int, str], int] = {}
    for (index, language), people in need.items():
        columns = []
        able = []
        for number, member in enumerate(members):
            if language in member.booths and assignments[index].day not in member.away:
                column = programme.column()
                sits[index, language, number] = column
                works[number, index].append(column)
                columns.append(column)
                if member.relays:
                    able.append(column)
        empty[index, language] = programme.column(gain=-SEAT, upper=float(people))
        programme.row(
            [*columns, empty[index, language]], lower=float(people), upper=float(people)
        )
        if market.level_relay is not Level.IGNORE and gives_relay(
            language, assignments[index], members
        ):
            # An empty seat is a shortage already, and is not said twice.
            givers = [*able, empty[index, language]]
            if market.level_relay is not Level.FORBID:
                missing = programme.column(gain=-RELAY, upper=float(market.relay))
                relayless[index, language] = missing
                givers.append(missing)
            programme.row(givers, lower=float(min(market.relay, people)))
    keep_work(programme, assignments, members, works, market)
    answer = programme.solve()
    if not answer.values and answer.objective is None:
        words = ["no staffing was found in the time allowed"]
        return Result(answer.status, None, None, effort.spent, None, words)

    def value(column: int) -> int:
        return round(answer.values[column])

    seats = [
        Seat(assignments[index].name, language, members[number].name)
        for (index, language, number), column in sits.items()
        if value(column)
    ]
    lacks = [
        Violation(
            "team",
            market.level_team,
            shortage(assignments[i], named.get(language, language), value(column)),
            (i,),
        )
        for (i, language), column in empty.items()
        if value(column)
    ]
    lacks += [
        Violation(
            "relay",
            market.level_relay,
            f"{assignments[i].label} lacks {count(value(column))} who can give relay "
            f"from {named.get(language, language)}",
            (i,),
        )
        for (i, language), column in relayless.items()
        if value(column)
    ]
    shortages = [each.words for each in lacks]
    broken = [*lacks, *overwork(assignments, seats, market)]
    total = sum(value(column) for column in empty.values())
    bound = total if answer.status is Status.OPTIMAL else None
    status = answer.status
    made = Staffing(seats, shortages, broken)
    said = [each.words for each in broken]
    return Result(status, total, bound, effort.spent, made, said)


def overwork(
    assignments: tuple[Assignment, ...], seats: list[Seat], market: Market
) -> list[Violation]:
    """Who works more than the market knows, where that only warns."""
    if market.level_work is not Level.WARN:
        return []
    number = {assignment.name: index for index, assignment in enumerate(assignments)}
    worked: dict[str, list[int]] = defaultdict(list)
    for seat in seats:
        worked[seat.member].append(number[seat.assignment])
    violations = []

    def note(words: str, held: list[int]) -> None:
        violations.append(Violation("work", market.level_work, words, tuple(held)))

    for member, mine in sorted(worked.items()):
        for day in sorted({assignments[index].day for index in mine}):
            held = [index for index in mine if assignments[index].day == day]
            if len(held) > market.a_day:
                labels = ", ".join(assignments[index].label for index in held)
                usual = f"at most {count(market.a_day)} a day"
                note(f"{member} works {labels}; the rule is {usual}", held)
            run = range(day, day + market.days)
            held = [index for index in mine if assignments[index].day in run]
            if len(held) > market.in_days:
                note(
                    f"{member} works {len(held)} times in {market.days} days; the rule "
                    f"is at most {market.in_days}",
                    held,
                )
    return violations


def seats_needed(
    assignments: tuple[Assignment, ...], market: Market
) -> dict[tuple[int, str], int]:
    """Raises Malformed for a session longer than the market knows a team for."""
    need = {}
    for index, assignment in enumerate(assignments):
        if assignment.minutes > market.assignment:
            raise Malformed(
                f"{assignment.name} lasts {assignment.minutes} minutes; "
                f"{market.name} knows at most {market.assignment}"
            )
        for language in sorted(assignment.languages):
            people = market.team.size(language, assignment.minutes)
            if people is None:
                raise Malformed(
                    f"{market.name} has no team for {assignment.minutes} minutes"
                )
            if market.level_team is not Level.IGNORE:
                need[index, language] = people
    return need


def gives_relay(
    language: str, assignment: Assignment, members: tuple[Member, ...]
) -> bool:
    """Whether another booth of the session depends on this one being relayed."""
    if len(assignment.languages) < 3:
        return False
    return any(language in member.relays for member in members)


def keep_work(
    programme: Programme,
    assignments: tuple[Assignment, ...],
    members: tuple[Member, ...],
    works: dict[tuple[int, int], list[int]],
    market: Market,
) -> None:
    """One booth at a time; so many assignments a day and in any run of days."""
    days = sorted({assignment.day for assignment in assignments})
    for number in range(len(members)):
        mine = {
            i: works[number, i] for i in range(len(assignments)) if (number, i) in works
        }
        for index, columns in mine.items():
            current = assignments[index]
            rivals = [
                column
                for other, theirs in mine.items()
                if other != index and starts_during(assignments[other], current)
                for column in theirs
            ]
            together = [*columns, *rivals]
            if rivals:
                # Each rival against this one: they may follow each other.
                for rival in rivals:
                    programme.row([*columns, rival], upper=1.0)
            elif len(together) > 1:
                programme.row(together, upper=1.0)
        if market.level_work is Level.IGNORE:
            continue
        may_exceed = not market.level_work.binds
        for day in days:
            held = [
                c for i, cs in mine.items() if assignments[i].day == day for c in cs
            ]
            if len(held) > market.a_day:
                more = beyond(programme, len(held)) if may_exceed else []
                at_most(programme, held, more, market.a_day)
            run = range(day, day + market.days)
            held = [
                c for i, cs in mine.items() if assignments[i].day in run for c in cs
            ]
            if len(held) > market.in_days:
                more = beyond(programme, len(held)) if may_exceed else []
                at_most(programme, held, more, market.in_days)


def beyond(programme: Programme, most: int) -> list[int]:
    """A column that counts assignments beyond a rule that only warns."""
    return [programme.column(gain=-WORK, upper=float(most))]


def at_most(programme: Programme, held: list[int], more: list[int], limit: int) -> None:
    factors = [1.0] * len(held) + [-1.0] * len(more)
    programme.row([*held, *more], factors=factors, upper=float(limit))


def starts_during(later: Assignment, earlier: Assignment) -> bool:
    """Whether `later` starts while `earlier` runs, on the same day."""
    if later.day != earlier.day:
        return False
    return earlier.start <= later.start < earlier.start + earlier.minutes


def shortage(assignment: Assignment, language: str, people: int) -> str:
    return f"{assignment.label} lacks {count(people)} {language}"


def count(people: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six")
    return words[people] if people < len(words) else str(people)
