"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.fields.personal import Answers, Held
from hemicycle.files.models import StoredFile

HELD: Answers = {
    StoredFile: Held(
        _("Files"),
        _("Kept for what you sent or asked for; deleted with it."),
        lambda user: StoredFile.objects.filter(owner=user),
        ("name", "purpose", "size", "created_at", "erase_at"),
    )
}
