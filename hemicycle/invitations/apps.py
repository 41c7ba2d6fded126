from django.apps import AppConfig


class Invitations(AppConfig):
    name = "hemicycle.invitations"
