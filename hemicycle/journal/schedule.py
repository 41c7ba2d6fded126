"""What runs how often."""

from datetime import timedelta

from hemicycle.journal import actions
from hemicycle.lib.search import refresh_statistics

SCHEDULE = {
    actions.erase_old_reasons: timedelta(hours=1),
    actions.forget_old_receipts: timedelta(days=1),
    refresh_statistics: timedelta(days=1),
}
