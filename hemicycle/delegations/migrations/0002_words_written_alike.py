from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hemicycle.lib.search import with_alike

BATCH = 1_000


def index_anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The words stored before also as queries now look for them."""
    rows = apps.get_model("delegations", "Registration").objects.using(
        schema_editor.connection.alias
    )
    changed = []
    for row in rows.only("search").iterator(chunk_size=BATCH):
        text = with_alike(row.search)
        if text != row.search:
            row.search = text
            changed.append(row)
    rows.bulk_update(changed, ["search"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("delegations", "0001_delegations")]

    operations = [migrations.RunPython(index_anew, migrations.RunPython.noop)]
