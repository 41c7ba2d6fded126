from django.apps import AppConfig


class Programme(AppConfig):
    name = "hemicycle.programme"
