from hemicycle.journal.failures import each, forget_old_failures
from hemicycle.journal.models import Failure
from hemicycle.lib import clock
from hemicycle.people.models import User
from tests.cast import make_user


def test_one_row_that_raises_is_rolled_back_counted_and_the_others_go_on(
    db: None,
) -> None:
    def rename(key: str) -> None:
        User.objects.filter(pk=key).update(name="Renamed")
        if key == bad.pk:
            raise KeyError("country")

    good, bad, other = (make_user(name) for name in ("Good", "Bad", "Other"))
    keys = [good.pk, bad.pk, other.pk]
    for times in (1, 2):
        assert each(keys, rename) == 2
        failure = Failure.objects.get()
        assert (failure.key, failure.error, failure.times) == (
            bad.pk,
            "KeyError",
            times,
        )
    names = dict(User.objects.values_list("pk", "name"))
    assert [names[key] for key in keys] == ["Renamed", bad.name, "Renamed"]


def test_done_at_last_it_is_no_failure_any_more(db: None) -> None:
    broken = True

    def mend(key: str) -> None:
        if broken:
            raise ValueError

    assert each(["one"], mend) == 0
    broken = False
    assert each(["one"], mend) == 1
    assert not Failure.objects.exists()


def test_a_failure_of_a_row_that_is_gone_is_forgotten(db: None) -> None:
    def fail(key: str) -> None:
        raise ValueError

    each(["one"], fail)
    assert forget_old_failures() == 0
    Failure.objects.update(last_at=clock.real_now().replace(year=2019))
    assert forget_old_failures() == 1
