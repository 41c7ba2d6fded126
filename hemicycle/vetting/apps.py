from django.apps import AppConfig


class Vetting(AppConfig):
    name = "hemicycle.vetting"
