"""The ULB set: interpreters to sessions, so that most languages are covered."""
