from django.apps import AppConfig


class Delegations(AppConfig):
    name = "hemicycle.delegations"

    def ready(self) -> None:
        from hemicycle.delegations.people_tables import People
        from hemicycle.tables.kinds import register

        register(People())
