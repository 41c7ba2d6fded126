from django.apps import AppConfig


class Delegations(AppConfig):
    name = "hemicycle.delegations"
