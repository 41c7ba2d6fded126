from django.apps import AppConfig


class Statistics(AppConfig):
    name = "hemicycle.statistics"
