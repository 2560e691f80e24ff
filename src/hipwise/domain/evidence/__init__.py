"""What is known about the things a hip clinic says: claims, how sure we are of each, and the studies behind it."""

from hipwise.domain.evidence.catalogue import Catalogue, Claim, Grade, Reference, Verdict, load, no_surer, read
from hipwise.domain.evidence.checks import faults
from hipwise.domain.evidence.statement import Objection, Statement, forbidden, objections, smuggled

__all__ = [
    "Catalogue",
    "Claim",
    "Grade",
    "Objection",
    "Reference",
    "Statement",
    "Verdict",
    "faults",
    "forbidden",
    "load",
    "no_surer",
    "objections",
    "read",
    "smuggled",
]
