"""The report one prints and takes to a doctor: one HTML file with all it needs inside."""
