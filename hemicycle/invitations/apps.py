from django.apps import AppConfig


class Invitations(AppConfig):
    name = "hemicycle.invitations"

    def ready(self) -> None:
        from hemicycle.invitations.invitation_tables import Invitees
        from hemicycle.tables.kinds import register

        register(Invitees())
