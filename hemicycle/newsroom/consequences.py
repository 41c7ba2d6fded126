"""What the newsroom loses when a participant goes."""

from hemicycle.conferences.consequences import Answers, nothing
from hemicycle.delegations.models import Registration

ANSWERS: Answers = {
    Registration: nothing("a person stays named in texts, whether or not they come"),
}
