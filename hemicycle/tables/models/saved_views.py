"""What a reader keeps of a list: its filters, order and columns under a name."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.fields.identifiers import IdField
from hemicycle.fields.prepared import prepared
from hemicycle.lib import clock


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: Any, conference: Any) -> Self:
        """Each reader's own, at one conference; shared ones come with their list."""
        return self.filter(user=user, conference=conference)


class SavedView(models.Model):
    """A view of one list at one conference: its owner's, or of all who see the list."""

    id = IdField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    conference = models.ForeignKey(
        "conferences.Conference", on_delete=models.CASCADE, related_name="+"
    )
    list_name = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)
    # Its owner's list opens with it.
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "conference", "list_name", "name"],
                name="one_saved_view_per_name",
                violation_error_message=_("You have a view of this name."),
            ),
            models.UniqueConstraint(
                fields=["user", "conference", "list_name"],
                condition=models.Q(is_default=True),
                name="one_default_view",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@prepared
def views_of(*, user: str, conference: str, name: str) -> models.QuerySet[SavedView]:
    """What a reader of this list chooses from: the shared ones, then their own. Each
    page of it asks."""
    fits = models.Q(user=user) | models.Q(is_shared=True)
    views = SavedView.objects.filter(fits, conference=conference, list_name=name)
    return views.order_by("-is_shared", "created_at", "id")
