from django.apps import AppConfig


class Post(AppConfig):
    name = "hemicycle.post"
    default_auto_field = "django.db.models.BigAutoField"
