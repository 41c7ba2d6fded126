"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.fields.personal import Answers, Held
from hemicycle.tables.models import Import, SavedView

HELD: Answers = {
    Import: Held(
        _("Tables you sent"),
        _("To check their rows. Deleted after a day."),
        lambda user: Import.objects.filter(owner=user),
        ("kind", "name", "created_at", "expires_at"),
    ),
    SavedView: Held(
        _("Saved views"),
        _("To show lists as you arranged them."),
        lambda user: SavedView.objects.filter(user=user),
        ("list_name", "name", "query", "is_shared", "is_default", "created_at"),
    ),
}
