"""The primary key of whatever has an address."""

from typing import TYPE_CHECKING, Any

from django.db import models

from hemicycle.lib.codes import ID_LENGTH, new_id

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField  # Django's own fields take no type parameters


class IdField(_CharField):
    """The primary key of everything that has an address: 26 random characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", ID_LENGTH)
        kwargs.setdefault("primary_key", True)
        kwargs.setdefault("default", new_id)
        kwargs.setdefault("serialize", False)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)
