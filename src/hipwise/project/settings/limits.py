"""How often one may ask (``kit.limits``): name of what is limited -> (how often, in how many seconds)."""

import os

from hipwise.project import config
from hipwise.project.settings.base import CONFIG

RATE_LIMITS = {
    # A computer address. One clinic's or household's shares one, so these are wide.
    "api.read": (240, 60),
    "api.hold": (40, 600),
    "api.book": (20, 3600),
    "api.cancel": (40, 600),
    "wait.join": (20, 3600),
    "book.hold": (60, 600),
    "book.code": (30, 3600),
    "chat.computer": (240, 60),
    "chat.begin": (30, 3600),
    "chat.file": (60, 3600),
    "write.computer": (20, 3600),
    # Words of crisis or of a red flag that came over another limit: these are let through, up to here.
    "urgent": (60, 3600),
    # One conversation. Somebody who was offline sends all they wrote at once.
    "chat.say": (40, 60),
    "chat.typing": (40, 60),
    "chat.me": (20, 600),
    # An e-mail address, since anybody can type one and a letter goes there.
    "api.email": (6, 86_400),
    "wait.email": (6, 86_400),
    "book.email": (8, 3600),
    "write.sender": (6, 3600),
    "write.reply": (3, 86_400),
    # Everybody together, and the same words from anybody.
    "write.all": (300, 3600),
    "chat.news": (20, 3600),
    "write.same": (3, 86_400),
}
RATE_LIMITS_ON = config.limits_hold(dict(os.environ), demo=CONFIG.demo)
