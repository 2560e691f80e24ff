"""The catalogue of claims, their grades and their references."""
