"""Django's settings, put together from one file a concern."""

from hipwise.project.settings.accounts import *  # noqa: F403
from hipwise.project.settings.base import *  # noqa: F403
from hipwise.project.settings.limits import *  # noqa: F403
from hipwise.project.settings.pages import *  # noqa: F403
from hipwise.project.settings.security import *  # noqa: F403
