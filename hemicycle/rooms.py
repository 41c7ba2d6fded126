"""What every room says for itself, in a module of a fixed name."""

import importlib
from collections.abc import Iterator
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def answering(module: str) -> Iterator[ModuleType]:
    """This module of every room that has one, the lowest floor first."""
    for app in reversed(list(apps.get_app_configs())):
        if app.name.startswith("hemicycle.") and module_has_submodule(
            app.module, module
        ):
            yield importlib.import_module(f"{app.name}.{module}")
