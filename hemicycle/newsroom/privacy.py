"""What this room keeps about a person: who did it in a role."""

from hemicycle.fields.personal import BY_COLLEAGUES, Answers
from hemicycle.newsroom.models import Article, PublicNote, ReleaseChange

HELD: Answers = {
    Article: BY_COLLEAGUES,
    PublicNote: BY_COLLEAGUES,
    ReleaseChange: BY_COLLEAGUES,
}
