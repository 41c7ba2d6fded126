from typing import Any

from django.db import migrations

from hemicycle.lib.organisation_names import key_of, key_of_acronym


def fill(apps: Any, schema_editor: Any) -> None:
    """Write the keys of the names that organisations have by now.

    Of two organisations of one name the older keeps it.
    """
    NameKey = apps.get_model("organisations", "NameKey")
    organisations = apps.get_model("organisations", "Organisation").objects
    names = apps.get_model("organisations", "Name").objects
    others: dict[str, list[str]] = {}
    for pk, name in names.values_list("organisation_id", "name"):
        others.setdefault(pk, []).append(name)
    keys = []
    for each in organisations.order_by("created_at", "pk").only(
        "name", "acronym", "country"
    ):
        named = {key_of(name) for name in (each.name, *others.get(each.pk, ()))}
        rows = [("name", key) for key in sorted(named)]
        if acronym := key_of_acronym(each.acronym):
            rows.append(("acronym", acronym))
        keys += [
            NameKey(organisation_id=each.pk, country=each.country, kind=kind, key=key)
            for kind, key in rows
        ]
    NameKey.objects.bulk_create(keys, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_name_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
