"""How enquiries are drawn: shapes of their states."""

from hemicycle.website.models import Enquiry

_KINDS = {
    Enquiry.State.AWAITING: "wait",
    Enquiry.State.ANSWERED: "good",
    Enquiry.State.CLOSED: "plain",
}


def state_kind(enquiry: Enquiry) -> str:
    return _KINDS[Enquiry.State(enquiry.state)]
