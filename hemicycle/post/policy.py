"""Who may read the outbox and send an e-mail again."""

from hemicycle.post.models import READS_ALL

# Codes masked, for everybody.
can_read_all = READS_ALL
can_resend = READS_ALL
