"""The human check: what passes it, and everything that does not."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from hipwise.apps.frontdesk.checks import human, spending, sums, tokens, work
from hipwise.apps.frontdesk.checks.human import EMPTY, OVER, WRONG, Given
from hipwise.apps.frontdesk.checks.tokens import Check
from hipwise.apps.frontdesk.models import SpentCheck
from hipwise.kit.refusal import Refusal

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HERE = "a browser"


def judge(token: str | None, number: str | None, proof: str | None = None, **other: Any) -> Check | Refusal:
    how: dict[str, Any] = {"purpose": "write", "bound_to": HERE, "now": NOW + MINUTE} | other
    return human.judge(Given(token, number, proof), **how)


def asked() -> tuple[Check, str, str]:
    """A check, its text and the right answer."""
    check = tokens.new_check(NOW)
    return check, tokens.written(check, "write", HERE), str(sum(sums.numbers(check)))


def solved(check: Check) -> dict[str, Any]:
    """What altcha's own solver makes of a check's challenge."""
    made = altcha.Challenge.from_dict(work.challenge(check))
    solution = altcha.solve_challenge(made)
    assert solution is not None
    return altcha.Payload(made, solution).to_dict()


def packed(payload: object) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


class TestTheSum:
    def test_the_right_answer_passes(self) -> None:
        check, token, answer = asked()
        assert judge(token, answer) == check
        assert isinstance(judge(token, f"  {answer} "), Check)

    @pytest.mark.parametrize("zero", ["٠", "０", "०", "۰"])
    def test_digits_of_other_keyboards_count(self, zero: str) -> None:
        _, token, answer = asked()
        assert isinstance(judge(token, "".join(chr(ord(zero) + int(one)) for one in answer)), Check)

    @pytest.mark.parametrize(
        "form", ["{}.0", "{},0", "+{}", "-{}", "{}e0", "0x{}", "{}_", "1 {}", "{}²", "¹⁵", "½", "null", "None", "NaN"]
    )
    def test_what_is_no_plain_number_is_none(self, form: str) -> None:
        _, token, answer = asked()
        assert judge(token, form.format(answer)) == WRONG

    @pytest.mark.parametrize("number", [None, "", " ", "\t\n"])
    def test_no_answer_is_none(self, number: str | None) -> None:
        assert judge(asked()[1], number) == EMPTY

    @pytest.mark.parametrize("number", ["0", "-0", "9" * 13, "9" * 5000, "１" * 5000, "15\x00", "\ud800"])
    def test_odd_answers_are_wrong(self, number: str) -> None:
        assert judge(asked()[1], number) == WRONG

    def test_every_other_number_is_wrong(self) -> None:
        _, token, answer = asked()
        wrong = [str(number) for number in range(100) if str(number) != answer]
        assert {judge(token, number) for number in wrong} == {WRONG}

    def test_sums_are_small_and_differ(self) -> None:
        drawn = [sums.numbers(tokens.new_check(NOW)) for _ in range(600)]
        assert {first for first, _ in drawn} == set(range(2, 13)) and {second for _, second in drawn} == set(
            range(1, 10)
        )
        assert len(set(drawn)) > 80

    def test_it_reads_as_it_is_spoken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sums, "numbers", lambda check: (10, 5))
        assert sums.question(asked()[0]) == "10 + 5 ="

    def test_the_token_does_not_hold_the_sum(self) -> None:
        check, token, _ = asked()
        assert token.startswith(f"{check.nonce}.{int(NOW.timestamp()) * 1000}:")
        assert len(token.partition(":")[2]) == 43, "besides, there is the signature alone"


class TestTheToken:
    def test_it_runs_out(self) -> None:
        _, token, answer = asked()
        assert isinstance(judge(token, answer, now=NOW + 30 * MINUTE - timedelta(seconds=1)), Check)
        assert judge(token, answer, now=NOW + 30 * MINUTE) == OVER

    def test_a_clock_that_goes_back_does_no_harm(self) -> None:
        _, token, answer = asked()
        assert isinstance(judge(token, answer, now=NOW - MINUTE), Check)

    @pytest.mark.parametrize("elsewhere", [{"bound_to": "another browser"}, {"bound_to": ""}, {"purpose": "chat"}])
    def test_it_is_for_one_browser_and_one_purpose(self, elsewhere: dict[str, str]) -> None:
        _, token, answer = asked()
        assert judge(token, answer, **elsewhere) == OVER

    def test_it_is_the_binding_that_refuses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The control: signed alike for everybody, a check solved elsewhere would pass."""
        monkeypatch.setattr(tokens, "_signer", lambda purpose, bound_to: signing.Signer(salt="for all"))
        _, token, answer = asked()
        assert isinstance(judge(token, answer, purpose="chat", bound_to="another browser"), Check)

    def test_another_installation_s_is_none(self, settings: Settings) -> None:
        _, token, answer = asked()
        settings.SECRET_KEY = "another key altogether, and long enough to be one"
        assert judge(token, answer) == OVER

    @pytest.mark.parametrize("token", [None, "", ":", "::", "null", "é", "\ud800", "\x00", "a.b:c", "9" * 100_000])
    def test_made_up_ones(self, token: str | None) -> None:
        assert judge(token, "15") == OVER

    def test_each_letter_counts(self) -> None:
        _, token, answer = asked()
        for place in range(len(token)):
            other = "A" if token[place] != "A" else "B"
            assert judge(f"{token[:place]}{other}{token[place + 1 :]}", answer) == OVER, place

    @given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=300))
    def test_nothing_made_up_passes_or_breaks_it(self, token: str, number: str, proof: str) -> None:
        assert judge(token, number, proof) == OVER


class TestTheWork:
    def test_done_it_stands_for_the_sum(self) -> None:
        check, token, _ = asked()
        proof = packed(solved(check))
        assert isinstance(judge(token, "", proof), Check)
        assert isinstance(judge(token, None, proof), Check)
        assert len(proof) < work.LONGEST

    def test_it_is_bound_to_its_check(self) -> None:
        check, _, _ = asked()
        _, other, _ = asked()
        assert judge(other, "", packed(solved(check))) == EMPTY

    def test_it_does_not_outlive_its_check(self) -> None:
        check, token, _ = asked()
        assert judge(token, "", packed(solved(check)), now=NOW + 30 * MINUTE) == OVER

    def test_another_installation_s_is_none(self, settings: Settings) -> None:
        check, token, _ = asked()
        theirs = altcha.create_challenge("SHA-256", 1, counter=1, data={"check": check.nonce}, hmac_secret="mine")
        solution = altcha.solve_challenge(theirs)
        assert solution is not None
        assert judge(token, "", altcha.Payload(theirs, solution).to_base64()) == EMPTY

    def test_an_easier_challenge_is_none(self) -> None:
        check, token, _ = asked()
        payload = solved(check)
        payload["challenge"]["parameters"] |= {"cost": 1, "keyPrefix": ""}
        assert judge(token, "", packed(payload)) == EMPTY

    def test_a_challenge_without_its_signature_is_none(self) -> None:
        check, token, _ = asked()
        payload = solved(check)
        del payload["challenge"]["signature"]
        assert judge(token, "", packed(payload)) == EMPTY

    @pytest.mark.parametrize("solution", [{}, None, [], {"counter": 0, "derivedKey": "00"}, {"counter": 1}])
    def test_work_not_done_is_none(self, solution: object) -> None:
        check, token, _ = asked()
        assert judge(token, "", packed({"challenge": work.challenge(check), "solution": solution})) == EMPTY

    @pytest.mark.parametrize("payload", [None, [], {}, "x", 1, {"challenge": None, "solution": {}}, {"challenge": {}}])
    def test_what_is_no_solution_at_all(self, payload: object) -> None:
        assert judge(asked()[1], "", packed(payload)) == EMPTY
        assert judge(asked()[1], "", "[" * 1999) == EMPTY

    def test_it_takes_some_work_and_never_very_much(self) -> None:
        counters = {solved(asked()[0])["solution"]["counter"] for _ in range(3)}
        assert min(counters) >= work.LEAST and max(counters) < work.MOST and len(counters) > 1


@pytest.mark.django_db
class TestSpending:
    def test_once(self) -> None:
        check = tokens.new_check(NOW)
        assert spending.spend(check) and not spending.spend(check)
        assert spending.spend(tokens.new_check(NOW))

    def test_it_is_forgotten_a_day_after_it_ran_out(self) -> None:
        spending.spend(tokens.new_check(NOW))
        assert spending.forget_spent(NOW + tokens.LASTS + spending.KEPT) == 0
        assert spending.forget_spent(NOW + tokens.LASTS + spending.KEPT + timedelta(seconds=1)) == 1
        assert not SpentCheck.objects.exists()
