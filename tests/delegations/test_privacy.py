"""What the room keeps about a person is named, given out, and forgotten."""

import pytest

from hemicycle.delegations import actions, privacy
from hemicycle.delegations.models import Registration
from hemicycle.fields.search import search
from hemicycle.journal.models import Entry
from tests.cast import Cast, make_registration

# Of the conference's work, not of the person: states, times, places held, ties.
NOT_PERSONAL = {
    "id", "conference", "delegation", "category", "state",
    "nominated_by", "asked_at", "created_at", "nominated_at", "confirmed_at",
    "decided_at", "waiting_since", "ended_at", "substitute_of", "holds_delegation",
    "holds_category", "holds_conference", "stands_for", "counted_in",
}  # fmt: skip


def test_every_field_is_named_as_personal_or_not() -> None:
    fields = {field.name for field in Registration._meta.concrete_fields}
    assert fields == NOT_PERSONAL | set(privacy.PERSONAL)


def make(cast: Cast, **kw: object) -> Registration:
    registration = make_registration(
        delegation=cast.delegation,
        full_name="Canary Lin",
        id_name="CANARY LIN",
        email="lin@example.org",
        relation="Canary keeper",
        nationality="CN",
        user=cast.lin,
        **kw,
    )
    registration.index()
    registration.save()
    return registration


def test_a_person_gets_all_that_is_kept_and_nobody_elses(cast: Cast) -> None:
    make(cast)
    make_registration(delegation=cast.delegation, full_name="Other")
    (given,) = privacy.export(cast.lin)
    assert (given["full_name"], given["relation"], given["state"]) == (
        "Canary Lin",
        "Canary keeper",
        "nominated",
    )
    assert list(privacy.export(cast.eve)) == []


def test_an_erased_person_leaves_only_what_is_counted(cast: Cast) -> None:
    registration = make(cast, state="withdrawn")
    privacy.erase(registration, actor=cast.rosa)
    row = Registration.objects.filter(pk=registration.pk).values().get()
    assert "canary" not in str(row).lower()
    assert "lin@example.org" not in str(row)
    assert (row["nationality"], row["state"], row["user_id"]) == (
        "CN",
        "withdrawn",
        None,
    )
    assert list(search(Registration.objects.all(), "search", "canary")) == []


def test_the_reasons_in_the_journal_are_emptied_and_the_rest_of_it_stays(
    cast: Cast,
) -> None:
    registration, other = make(cast), make_registration(delegation=cast.delegation)
    for one in (registration, other):
        actions.withdraw.withdraw(one, reason="The canary is ill.", actor=cast.amina)
    before = list(Entry.objects.about(registration).values_list("verb", "actor"))
    privacy.erase(registration, actor=cast.rosa)
    assert not Entry.objects.about(registration).exclude(reason="").exists()
    after = Entry.objects.about(registration).values_list("verb", "actor")
    assert list(after) == [("erased", cast.rosa.pk), *before]
    assert Entry.objects.about(other).exclude(reason="").get().verb == "withdrew"


def test_nobody_is_erased_who_is_still_coming(cast: Cast) -> None:
    with pytest.raises(ValueError, match="Withdraw"):
        privacy.erase(make(cast), actor=cast.rosa)
