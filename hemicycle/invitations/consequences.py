"""Invitations keep what they were sent with."""

from hemicycle.conferences.consequences import Answers, nothing
from hemicycle.conferences.models import Category, Signatory

ANSWERS: Answers = {
    Category: nothing("an invitation protects its category: it cannot be removed"),
    Signatory: nothing("an invitation protects its signatory: it cannot be removed"),
}
