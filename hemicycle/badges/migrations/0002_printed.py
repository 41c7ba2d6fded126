from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("badges", "0001_badges")]

    operations = [
        migrations.AddField(
            "badge",
            "printed",
            models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=64
            ),
        )
    ]
