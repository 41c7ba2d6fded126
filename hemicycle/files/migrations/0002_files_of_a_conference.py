"""Apart from 0001, since a conference's co-organisers have logos that are files."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_stored_files"),
        ("conferences", "__first__"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="conference",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="conferences.conference",
            ),
        ),
    ]
