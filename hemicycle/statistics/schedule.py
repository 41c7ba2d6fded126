"""What runs how often."""

from datetime import timedelta

from hemicycle.statistics import actions

# Figures on pages are then at most a minute old, and no reader counts.
SCHEDULE = {actions.take_all: timedelta(seconds=30)}
