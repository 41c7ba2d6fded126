from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0006_open_kinds"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="conference",
            name="offer_hours",
        ),
    ]
