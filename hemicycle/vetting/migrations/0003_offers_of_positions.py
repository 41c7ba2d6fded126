"""An offer names its position, as every kind of offer does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vetting", "0002_decisions_of_two_people")]

    operations = [
        migrations.RemoveConstraint("offer", "one_open_offer"),
        migrations.RenameField("offer", "registration", "position"),
        migrations.AlterField(
            "offer",
            "state",
            models.CharField(
                choices=[
                    ("open", "open"),
                    ("taken", "taken"),
                    ("declined", "declined"),
                    ("passed", "passed on"),
                    ("ended", "ended with the wait"),
                ],
                default="open",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            "offer",
            models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("position",),
                name="vetting_offer_one_open",
            ),
        ),
    ]
