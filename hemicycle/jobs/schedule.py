"""What runs how often."""

from datetime import timedelta

from hemicycle.jobs import actions

SCHEDULE = {actions.forget_old: timedelta(hours=1)}
