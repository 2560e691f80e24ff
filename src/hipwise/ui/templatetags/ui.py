"""Template tags of the design system: `{% icon "journal" %}`, `{% mark %}`, `{% picture "anatomy_front" %}`."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from hipwise.ui import icons
from hipwise.ui.pictures import draw

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon; the words beside it carry the meaning."""
    return mark_safe(icons.icon(name))  # noqa: S308 - constant path data


@register.simple_tag
def mark() -> SafeString:
    """The ball and cup that stands before the clinic's name."""
    return mark_safe(icons.MARK)  # noqa: S308 - constant


@register.simple_tag
def picture(name: str) -> SafeString:
    """A drawing by name, see `ui.pictures.NAMES`. Use each at most once a page: it carries ids."""
    return mark_safe(draw(name))  # noqa: S308 - drawn by our own code from constants
