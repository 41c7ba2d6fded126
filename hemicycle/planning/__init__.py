"""Engines that plan a conference: programme, bilateral meetings, interpreters.

Pure Python: no Django, no models, nothing else of Hemicycle. Each engine takes plain
data and an `Effort`, and returns a `Result` with a proved bound. An independent checker
beside each engine shares no code with its model. `python -m hemicycle.planning --help`.
"""
