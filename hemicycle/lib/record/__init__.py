"""Holds a text against the record: what the record contradicts, what it cannot confirm.

Pure values in and out: no models, no network, no trained model. `check` is the one way in.
"""

from hemicycle.lib.record.check import Record, TookTooLongError, check
from hemicycle.lib.record.findings import Finding, Kind, Reason
from hemicycle.lib.record.terms import (
    Body,
    Edition,
    Figure,
    Name,
    Office,
    Organisation,
    Person,
    Session,
    Statement,
    Term,
)

__all__ = [
    "Body",
    "Edition",
    "Figure",
    "Finding",
    "Kind",
    "Name",
    "Office",
    "Organisation",
    "Person",
    "Reason",
    "Record",
    "Session",
    "Statement",
    "Term",
    "TookTooLongError",
    "check",
]
