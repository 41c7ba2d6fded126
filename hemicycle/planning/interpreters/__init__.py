"""Who interprets what. HiGHS works here, so this never meets OR-Tools in a process.

`teams` staffs booths under a market's rules, which are data in `markets`, and says in
words what is missing.
"""
