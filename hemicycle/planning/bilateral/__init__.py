"""Who meets whom, when, at which table.

`requests`: a whole conference, from requests to tables. `matching` solves it and, after
the plan was announced, `rematching` repairs it. `check` verifies both and shares no
code with either.
"""
