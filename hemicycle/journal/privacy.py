"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.fields.personal import Answers, Elsewhere, Held
from hemicycle.journal.models import Entry, Receipt

HELD: Answers = {
    Entry: Held(
        _("What you did"),
        _("To show later who decided what. It is never changed."),
        lambda user: Entry.objects.filter(actor=user),
        ("at", "verb", "thing_type"),
    ),
    Receipt: Elsewhere("fingerprints of sent forms, deleted after eight days"),
}
