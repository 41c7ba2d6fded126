from django.apps import AppConfig


class Ui(AppConfig):
    name = "hemicycle.ui"
