"""What runs how often."""

from datetime import timedelta

from hemicycle.files import actions

SCHEDULE = {
    actions.erase_due: timedelta(hours=1),
    actions.erase_unreferred: timedelta(days=1),
    actions.sweep: timedelta(days=1),
}
