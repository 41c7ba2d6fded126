"""What runs how often."""

from datetime import timedelta

from hemicycle.badges import actions

SCHEDULE = {actions.issue_missing: timedelta(seconds=20)}
