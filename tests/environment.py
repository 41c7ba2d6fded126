"""Loaded before Django reads its settings: tests never touch this checkout's data."""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="hemicycle-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["HEMICYCLE_DATA"] = _data
for name in ("HEMICYCLE_NOW", "HEMICYCLE_URL", "HEMICYCLE_DEMO", "HEMICYCLE_PORT"):
    os.environ.pop(name, None)
