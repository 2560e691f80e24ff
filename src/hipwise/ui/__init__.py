"""The design system: tokens, base templates, form fields, charts and pictures. Nothing here knows an app."""
