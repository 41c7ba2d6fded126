"""The one writer of how organisations are searched and compared by their names.

Called by every verb that changes a name, an acronym or a country, in its transaction.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemicycle.fields.writes import insert_many
from hemicycle.lib import countries
from hemicycle.lib.organisation_names import key_of, key_of_acronym, near_key_of
from hemicycle.organisations.models import Name, NameKey, Organisation

NAME, ACRONYM, NEAR = NameKey.Kind.NAME, NameKey.Kind.ACRONYM, NameKey.Kind.NEAR
COLUMNS = ("kind", "key", "country", "organisation_id")
Row = tuple[str, str, str, str]


def create(organisations: Sequence[Organisation]) -> None:
    """Store organisations that were never saved. Raises ValidationError: "listed"."""
    for organisation in organisations:
        organisation.index()
    insert_many(organisations)
    write_keys(organisations)


def write(organisation: Organisation) -> None:
    """After a name was added or removed. Raises ValidationError: "listed"."""
    organisation.index()
    organisation.save(update_fields=["search"])
    write_keys([organisation])


def write_keys(organisations: Sequence[Organisation]) -> None:
    """Make the keys of stored organisations those of their names.

    Raises ValidationError: at name, code "listed", where another organisation of the
    country goes by one of the names, even if it was stored a moment before.
    """
    others: dict[tuple[str, bool], list[str]] = {}
    names = Name.objects.filter(organisation__in=organisations)
    for pk, name, is_acronym in names.values_list("organisation", "name", "is_acronym"):
        others.setdefault((pk, is_acronym), []).append(name)
    wanted = {
        row: name
        for each in organisations
        for row, name in rows_of(
            each, others.get((each.pk, False), ()), others.get((each.pk, True), ())
        )
    }
    stored = NameKey.objects.filter(organisation__in=organisations)
    present = set(stored.values_list(*COLUMNS))
    if present - wanted.keys():
        stale = [
            key.pk
            for key in stored
            if (key.kind, key.key, key.country, key.organisation_id) not in wanted
        ]
        stored.filter(pk__in=stale).delete()
    # In one order, so that two writers never wait for each other in a circle.
    missing = sorted(wanted.keys() - present)
    keys = [NameKey(**dict(zip(COLUMNS, row, strict=True))) for row in missing]
    try:
        with transaction.atomic():
            insert_many(keys)
    except IntegrityError:
        refusal = _refusal({row: wanted[row] for row in missing})
        if refusal is None:
            raise
        raise refusal from None


def rows_of(
    organisation: Organisation,
    other_names: Iterable[str],
    other_acronyms: Iterable[str] = (),
) -> Iterator[tuple[Row, str]]:
    """Each row that its names need, with the name it says."""
    country, pk = organisation.country, organisation.pk
    for name in (organisation.name, *other_names):
        yield (NAME, key_of(name), country, pk), name
        if (near := near_key_of(name)) != key_of(name):
            yield (NEAR, near, country, pk), name
    for acronym in (organisation.acronym, *other_acronyms):
        if key := key_of_acronym(acronym):
            yield (ACRONYM, key, country, pk), acronym


def _refusal(missing: dict[Row, str]) -> ValidationError | None:
    """In words, which other organisation goes by one of these names already."""
    names = {
        (key, country): name
        for (kind, key, country, _organisation), name in missing.items()
        if kind == NAME
    }
    own = {organisation for _kind, _key, _country, organisation in missing}
    others = (
        NameKey.objects.filter(kind=NAME, key__in={key for key, _country in names})
        .exclude(organisation__in=own)
        .select_related("organisation")
    )
    for other in others:
        name = names.get((other.key, other.country))
        if name is not None:
            return listed(name, other.organisation)
    return None


def listed(name: str, organisation: Organisation) -> ValidationError:
    """That this organisation goes by this name, and what to do."""
    error = ValidationError(
        _(
            "“%(name)s” is a name of an organisation on record: “%(organisation)s” "
            "(%(country)s). Use that one, or enter a name that tells the two apart."
        ),
        code="listed",
        params={
            "organisation": organisation,
            "country": countries.name(organisation.country),
            "name": name,
        },
    )
    return ValidationError({"name": error})
