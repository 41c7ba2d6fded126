"""What the newsroom loses when a participant goes."""

from hemicycle.conferences.consequences import Answers, nothing
from hemicycle.conferences.models import Signatory
from hemicycle.delegations.models import Registration

ANSWERS: Answers = {
    Signatory: nothing("a named person keeps name, spellings and dated offices"),
    Registration: nothing("a person stays named in texts, whether or not they come"),
}
