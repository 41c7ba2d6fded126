"""Forums of JAIR 74: agreed meetings into slots, with the fewest breaks."""
