from django.apps import AppConfig


class Seconding(AppConfig):
    name = "hemicycle.seconding"
