"""What runs how often."""

from datetime import timedelta

from hemicycle.post.delivery import deliver_due

SCHEDULE = {deliver_due: timedelta(seconds=5)}
