"""The installation under test: a data directory of its own, quick password hashes, plain static files.

``DATABASE_URL`` chooses the engine. ``HIPWISE_TEST_DATA`` keeps the data directory between runs, for
``--reuse-db``; a developer's own ``HIPWISE_…`` variables never reach a test.
"""

import atexit
import os
import shutil
import tempfile

for _name in [name for name in os.environ if name.startswith("HIPWISE_") and not name.startswith("HIPWISE_TEST_")]:
    del os.environ[_name]
_kept = os.environ.get("HIPWISE_TEST_DATA")
os.environ["HIPWISE_DATA"] = _kept or tempfile.mkdtemp(prefix="hipwise-test-")
os.environ["HIPWISE_TEST_DATA"] = os.environ["HIPWISE_DATA"]  # processes that a test starts use it too
if not _kept:
    atexit.register(shutil.rmtree, os.environ["HIPWISE_DATA"], ignore_errors=True)

from hipwise.project.settings import *  # noqa: E402, F403
from hipwise.project.settings import CONFIG  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = CONFIG.data / "static"
STATIC_ROOT.mkdir(exist_ok=True)
