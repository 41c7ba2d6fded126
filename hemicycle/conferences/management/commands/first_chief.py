"""Print the address where the first chief of an empty site begins."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from hemicycle.conferences import actions
from hemicycle.conferences.models import Conference


class Command(BaseCommand):
    help = "Print a one-time address where the first chief creates the conference."

    def handle(self, *args: Any, **options: Any) -> None:
        """Every call makes the address before it useless. None once there is a
        conference: its chief begins the next one after signing in."""
        if Conference.objects.filter(is_specimen=True).exists():
            raise CommandError(
                f"{settings.DATA} holds the demonstration. Choose another folder with "
                "--data for a conference of your own, or leave out --empty.",
                returncode=2,
            )
        if Conference.objects.exists():
            self.stdout.write("There is a conference already: no address is needed.")
            return
        with translation.override(settings.LANGUAGE_CODE):
            path = reverse("new:first", args=[actions.print_one_time_address()])
        if settings.MAIL == "console":
            self.stdout.write(
                "No mail server is set (HEMICYCLE_MAIL): e-mails, with the codes to "
                "sign in, are printed here."
            )
        self.stdout.write(
            "Create the first conference here (the address works once): "
            f"{settings.URL}{path}"
        )
