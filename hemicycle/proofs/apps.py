from django.apps import AppConfig


class Proofs(AppConfig):
    name = "hemicycle.proofs"
