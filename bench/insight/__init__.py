"""How often the insight engine is right, wrong and silent, beside what journal apps and textbooks do."""
