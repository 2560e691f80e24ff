"""Draws the plates and figures into src/hipwise/ui/pictures/drawn. Run: python -m tools.pictures"""
