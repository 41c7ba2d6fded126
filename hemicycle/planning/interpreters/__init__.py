"""Who interprets what. HiGHS works here, so this room never meets OR-Tools in a
process.

`assembly`: sessions in blocks, interpreters with their languages. `covering` assigns
them so that most language pairs, or most whole sessions, are covered. `teams` staffs
booths under a market's rules, which are data in `markets`, and says in words what is
missing.
"""
