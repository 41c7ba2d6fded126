from django.apps import AppConfig


class Journal(AppConfig):
    name = "hemicycle.journal"
    default_auto_field = "django.db.models.BigAutoField"
