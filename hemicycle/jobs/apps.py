from django.apps import AppConfig


class Jobs(AppConfig):
    name = "hemicycle.jobs"
    default_auto_field = "django.db.models.BigAutoField"
