from datetime import timedelta

from hemicycle.people import actions

SCHEDULE = {actions.forget_old: timedelta(hours=1)}
