"""What runs how often."""

from datetime import timedelta

from hemicycle.statistics import actions

# Twice within the minute a snapshot counts as fresh: readers never wait for a count.
SCHEDULE = {actions.take_all: timedelta(seconds=30)}
