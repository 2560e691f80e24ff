"""One everyday word an app; an app imports only apps that stand lower (see CONTRIBUTING)."""
