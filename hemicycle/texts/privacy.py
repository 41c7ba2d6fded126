"""What this room keeps about a person: who wrote what, in a role."""

from hemicycle.fields.personal import BY_COLLEAGUES, Answers
from hemicycle.texts.models import Comment, Revision

HELD: Answers = {Revision: BY_COLLEAGUES, Comment: BY_COLLEAGUES}
