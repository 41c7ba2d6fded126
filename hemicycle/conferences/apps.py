from django.apps import AppConfig


class Conferences(AppConfig):
    name = "hemicycle.conferences"
