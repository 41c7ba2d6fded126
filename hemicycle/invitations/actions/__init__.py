"""Everything that can happen to an invitation, by verb."""

from hemicycle.invitations.actions import answer, invite

__all__ = ["answer", "invite"]
