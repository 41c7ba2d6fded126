"""What runs how often."""

from datetime import timedelta

from hemicycle.fields.search import refresh_statistics
from hemicycle.journal import actions, failures, keys

SCHEDULE = {
    keys.note: timedelta(minutes=1),
    actions.erase_old_reasons: timedelta(hours=1),
    failures.forget_old_failures: timedelta(hours=1),
    actions.forget_old_receipts: timedelta(days=1),
    refresh_statistics: timedelta(days=1),
}
