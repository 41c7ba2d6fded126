"""Proofs that are commands: caps are kept, and no answer tells who has an account.

Installed for development and CI, never in production: a proof overbooks on purpose.
"""
