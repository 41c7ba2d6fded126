from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class Fields(AppConfig):
    name = "hemicycle.fields"

    def ready(self) -> None:
        from hemicycle.fields.search import build_missing_indexes, check_indexes

        post_migrate.connect(build_missing_indexes)
        checks.register(check_indexes, checks.Tags.database)
