"""One module for each kind of plan, loaded only when it is asked for."""
