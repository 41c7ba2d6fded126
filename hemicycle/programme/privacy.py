"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.fields.personal import Answers, Held
from hemicycle.programme.models import Appearance

HELD: Answers = {
    Appearance: Held(
        _("Appearances in the programme"),
        _("To announce who speaks. It is public."),
        lambda user: Appearance.objects.filter(registration__user=user),
        ("session__title", "role"),
    )
}
