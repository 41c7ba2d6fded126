"""What two people must agree on: prepared by one, approved by another, then done."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock


class State(models.TextChoices):
    PREPARED = "prepared", _("Pending second approval")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    DISCARDED = "discarded", _("Discarded")


class DeedQuerySet(models.QuerySet[Any]):
    def pending(self) -> Self:
        """Prepared by one person; another one must approve or discard it."""
        return self.filter(state=State.PREPARED)

    def pending_of(self, people: Iterable[Any]) -> Self:
        """Pending, and prepared by one of these accounts, by key."""
        return self.pending().filter(prepared_by__in=list(people))

    def under_way(self) -> Self:
        """Pending or running: neither done nor discarded."""
        return self.filter(state__in=[State.PREPARED, State.RUNNING])

    def running(self) -> Self:
        return self.filter(state=State.RUNNING)

    def for_two(self) -> Self:
        """Those that two people had to agree on; not what one could do alone."""
        return self.filter(needs_second=True)

    def with_people(self) -> Self:
        return self.select_related("prepared_by", "approved_by", "discarded_by")


class DeedOnItemsQuerySet(DeedQuerySet):
    """Of a deed of one conference that has items."""

    def only_on(self, **things: models.QuerySet[Any]) -> Self:
        """Those on some things, and on none but these: `registration=rows`."""
        ((name, rows),) = things.items()
        items: Any = self.model.items.rel  # as its room relates them
        mine = items.related_model._default_manager.filter(
            **{items.field.name: models.OuterRef("pk")}
        )
        others = mine.exclude(**{f"{name}__in": rows.values("pk")})
        return self.filter(models.Exists(mine), ~models.Exists(others))

    def with_people(self) -> Self:
        """Who did what, the conference, and `size`: how many items."""
        people = super().with_people().select_related("conference")
        return people.annotate(size=models.Count("items"))


def _person() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )


class Deed(models.Model):
    """The base of a decision on many, a sending, a rule, a reset.

    Each kind has `objects` from a DeedQuerySet with `visible_to`, and an address.
    The first person saw what `fingerprint` stands for; the second one approves exactly
    that. Its items, if it has any, are rows of a model based on `Item`, related as
    `items`.
    """

    State: ClassVar = State
    # The kind of job that carries its items out once it is approved; "" for none.
    job: ClassVar[str] = ""

    id = IdField()
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.PREPARED, editable=False
    )
    # False for what one person may do alone, such as a decision on one registration.
    needs_second = models.BooleanField(default=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    prepared_by = _person()
    prepared_at = models.DateTimeField(default=clock.now, editable=False)
    approved_by = _person()
    approved_at = models.DateTimeField(null=True, editable=False)
    discarded_by = _person()
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-prepared_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")),
                name="%(app_label)s_%(class)s_another_person",
                violation_error_message=_("Another person must approve this."),
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | Q(state__in=[State.PREPARED, State.DISCARDED])
                | Q(approved_by__isnull=False),
                name="%(app_label)s_%(class)s_is_approved",
                violation_error_message=_("A second person must approve this first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @property
    def is_pending(self) -> bool:
        return self.state == State.PREPARED

    @property
    def is_running(self) -> bool:
        return self.state == State.RUNNING

    @property
    def is_done(self) -> bool:
        return self.state == State.DONE

    @property
    def is_discarded(self) -> bool:
        return self.state == State.DISCARDED

    @property
    def state_label(self) -> str:
        """The state in words; a kind may have words of its own."""
        label: str = self.get_state_display()
        return label

    @property
    def state_kind(self) -> str:
        """How the state is drawn: `{% state %}`."""
        return {State.DONE: "good", State.DISCARDED: "stop"}.get(
            State(self.state), "wait"
        )

    def may_approve(self, user: AbstractBaseUser) -> bool:
        """Whether it waits, and for another person than its preparer."""
        return self.is_pending and self.prepared_by_id != user.pk

    @property
    def recorded_on(self) -> models.Model:
        """The thing under which the journal keeps what happens to it."""
        return self

    @property
    def title(self) -> str:
        """What is to be done, for lists: "Refuse: 5 registrations"."""
        return str(self)


class Item(models.Model):
    """One thing of a deed on many, and what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("Not done yet")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Skipped")

    outcome = models.CharField(
        max_length=7, choices=Outcome.choices, default=Outcome.OPEN, editable=False
    )
    note = models.CharField(max_length=300, blank=True)  # why it was skipped
    # Of the one e-mail and its facts, as the first person saw them.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["pk"]


def deeds() -> Iterator[type[Deed]]:
    """Every model of the house that two people must agree on."""
    return (model for model in apps.get_models() if issubclass(model, Deed))


def pending_for(user: AbstractBaseUser, conference: models.Model) -> list[Deed]:
    """What waits for this person's approval here, oldest first: one query a kind."""
    pending: list[Deed] = []
    for model in deeds():
        visible = model._default_manager.visible_to(user, conference)  # type: ignore[attr-defined]  # each kind says who sees it
        pending += visible.pending().with_people().exclude(prepared_by=user.pk)
    return sorted(pending, key=lambda deed: (deed.prepared_at, deed.pk))
