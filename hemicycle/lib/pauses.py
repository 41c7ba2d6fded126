"""How long to wait before trying again what has failed."""


def after(failures: int, longest: float = 60) -> float:
    """Seconds after so many failures in a row: 1, 2, 4, 8 and on, to `longest`."""
    return min(longest, 2.0 ** min(failures - 1, 30))
