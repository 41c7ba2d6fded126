"""Everything that the registration desk decides, notes and offers, by verb."""

from hemicycle.vetting.actions import assign, decide, flag, offer

__all__ = ["assign", "decide", "flag", "offer"]
