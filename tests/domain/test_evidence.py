"""The evidence catalogue: what ships is whole, and each check can fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hipwise.domain import evidence

SHIPPED = evidence.load()

TINY = """
[catalogue]
name = "tiny"
version = "1"

[[reference]]
id = "one2020"
author = "One"
title = "A trial"
journal = "A journal"
year = 2020
doi = "10.1000/one(2020)1-X"
finding = "It helped a little."
grade = "moderate"
verified = "yes"

[[claim]]
id = "c01_help"
page_claim = "it helps"
verdict = "holds_up"
grade = "weak"
say = "It may help a little."
references = ["one2020"]
"""


def test_the_shipped_catalogue_is_whole() -> None:
    assert evidence.faults(SHIPPED) == []
    assert len(SHIPPED.claims) == 15
    assert len(SHIPPED.references) >= 49


def test_nothing_of_the_source_was_lost() -> None:
    claim = SHIPPED.claim("c01_storage")
    assert claim is not None
    assert claim.grade == "contested"
    assert "trauma is stored in the psoas" in claim.do_not_say
    unread = SHIPPED.reference("jospt2025oa")
    assert unread is not None
    assert (unread.title_exact, unread.verified, unread.citable) == (False, "secondary", False)
    assert SHIPPED.claim("nothing") is None
    assert SHIPPED.reference("nothing") is None


def test_a_page_may_lean_only_on_citable_references() -> None:
    claim = SHIPPED.claim("c10_manual")
    assert claim is not None
    assert [reference.id for reference in SHIPPED.behind(claim)] == ["cibulka2017", "bennell2014"]


def test_an_address_is_the_doi_or_the_page_or_nothing() -> None:
    def address(id: str) -> str:
        found = SHIPPED.reference(id)
        assert found is not None
        return found.address

    assert address("fransen2014") == "https://doi.org/10.1002/14651858.CD007912.pub2"
    assert address("nice_ng193") == "https://www.nice.org.uk/guidance/ng193"
    assert address("hips_search_null") == ""


def test_the_digest_follows_what_is_said_and_not_how_the_file_is_laid_out() -> None:
    tiny = evidence.read(TINY)
    assert evidence.read("# a remark\n\n" + TINY).digest == tiny.digest
    assert evidence.read(TINY.replace("a little", "a lot")).digest != tiny.digest
    assert len(tiny.digest) == 64


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('references = ["one2020"]', "references = []", "needs a citable reference"),
        ('references = ["one2020"]', 'references = ["two2020"]', "no such reference: two2020"),
        ('grade = "weak"', 'grade = "certain"', "unknown grade 'certain'"),
        ('grade = "weak"', 'grade = "strong"', "surer than every reference"),
        ('verdict = "holds_up"', 'verdict = "true"', "unknown verdict"),
        ('grade = "moderate"', 'grade = "great"', "unknown grade 'great'"),
        ('doi = "10.1000/', 'doi = "doi:', "does not look like a DOI"),
        ('doi = "10.1000/one(2020)1-X"', 'url = "http://example.org"', "not a secure address"),
        ('verified = "yes"', 'verified = "sure"', "unknown verification status"),
        ('verified = "yes"', 'verified = "yes"\ncitable = false', "needs a citable reference"),
        ('id = "c01_help"', 'id = "one2020"', "one2020: used twice"),
        ('id = "c01_help"', 'id = "C 1"', "an id is lower-case"),
        ('id = "one2020"', 'id = "One"', "an id is lower-case"),
        ('say = "It may help a little."', 'say = ""', "must not be empty"),
        ('finding = "It helped a little."', 'finding = ""', "must not be empty"),
    ],
)
def test_each_check_can_fail(was: str, becomes: str, fault: str) -> None:
    assert evidence.faults(evidence.read(TINY)) == []
    assert was in TINY
    assert any(fault in line for line in evidence.faults(evidence.read(TINY.replace(was, becomes))))


def test_an_unknown_field_is_a_wrong_catalogue() -> None:
    with pytest.raises(TypeError):
        evidence.read(TINY.replace('author = "One"', 'author = "One"\nimpact_factor = 9'))


def test_a_grade_may_be_lowered_and_not_raised() -> None:
    assert evidence.no_surer("weak", "strong")
    assert evidence.no_surer("strong", "strong")
    assert not evidence.no_surer("strong", "moderate")
    assert not evidence.no_surer("weak", "contested")
    assert not evidence.no_surer("reference", "strong")
    assert not evidence.no_surer("contested", "reference")
    assert evidence.no_surer("reference", "reference")


def test_a_catalogue_is_a_value() -> None:
    assert replace(SHIPPED, version="9").digest != SHIPPED.digest
