"""CoSPLib: tracks and submissions into sessions and rooms, at the least penalty."""
