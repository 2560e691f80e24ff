"""Journal rows to the engine and back: stored findings and the Insight page."""
