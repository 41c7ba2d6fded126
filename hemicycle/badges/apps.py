from django.apps import AppConfig


class Badges(AppConfig):
    name = "hemicycle.badges"
