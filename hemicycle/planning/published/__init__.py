"""Published problems, in the formats and with the objectives of their authors.

What the engines are measured on beside others (bench/planning.md); no conference needs
it. Built on the engines, which know nothing of it.

`tracks`: sessions of tracks into a grid, CoSPLib's workbooks and all its terms.
`forums`: meetings already agreed into slots with few breaks, the forums of JAIR 74.
`covering`: interpreters to sessions, the ULB set.
"""
