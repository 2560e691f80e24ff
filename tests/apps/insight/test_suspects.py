"""What a person suspects is asked once, before the first result, and nobody gets round the question."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.insight import services
from hipwise.apps.insight.models import Answer, Hunch
from hipwise.apps.insight.privacy import export
from hipwise.apps.insight.selectors import Said
from hipwise.apps.journal import services as journal
from hipwise.apps.journal.selectors import panel_for
from hipwise.apps.privacy.services import subject_of
from hipwise.domain.insight.explore import explore
from hipwise.kit.refusal import Refusal
from tests.apps.insight.asking import answer, write_days
from tests.apps.journal.writing import NOW, content, patient_of
from tests.kit.cast import Person

Browser = Callable[[Person], Client]
QUESTION = "/insight/suspects/"
RESULT = "On days with an argument"


@pytest.fixture
def written(ana: Person, now: datetime) -> Person:
    """Ana with 90 days of notes that show something, not yet asked."""
    write_days(ana, 90)
    return ana


@pytest.fixture
def browser(written: Person, client_of: Browser) -> Client:
    """Ana's."""
    return client_of(written)


def text(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def offered(person: Person) -> list[str]:
    """The factors a person may choose from."""
    return [column.name for column in panel_for(patient_of(person)).factors]


def own_tag(person: Person) -> str:
    """The factor of the person's own tag."""
    return next(name for name in offered(person) if name.startswith("own:"))


def chips(page: str) -> list[str]:
    return re.findall(r'<label class="chip">.*?<span>(.*?)</span></label>', page)


def test_no_way_leads_to_a_result_before_the_answer(browser: Client, written: Person) -> None:
    for address in ("/insight/", "/today/", QUESTION):
        page = text(browser, address)
        assert RESULT not in page and "uspect" in page, address
    assert browser.get("/insight/")["Location"] == QUESTION
    assert export(subject_of(written.user)) == {}
    answer(written)
    for address in ("/insight/", "/today/", QUESTION):
        assert RESULT in text(browser, address), f"the control: {address} shows it afterwards"


def test_it_asks_in_the_persons_own_words(browser: Client) -> None:
    page = text(browser, QUESTION)
    assert chips(page) == ["Stress", "Walking", "Arguing", "Choir"]
    question = page.partition("<main")[2].partition("</main>")[0]
    assert "<script" not in question and question.count("<form") == 1


def test_suspects_weigh_and_stay(browser: Client, written: Person) -> None:
    page = browser.post(QUESTION, {"suspects": ["conflict", "stress"], "answer": "named"}, follow=True).content.decode()
    assert RESULT in page and "You named arguing and stress beforehand" in page
    assert Answer.objects.get().exploration["suspects"] == ["conflict", "stress"]
    assert [(e.about_id, e.subject) for e in Event.objects.filter(what="named suspects")] == [(written.user.pk, "")]


def test_not_knowing_is_an_answer(browser: Client) -> None:
    page = browser.post(QUESTION, {"answer": "skip"}, follow=True).content.decode()
    assert RESULT in page and "beforehand" not in page
    assert Hunch.objects.get().suspects == []


def test_a_second_answer_is_refused_kindly(browser: Client) -> None:
    browser.post(QUESTION, {"suspects": ["stress"], "answer": "named"})
    page = browser.post(QUESTION, {"suspects": ["walk"], "answer": "named"}, follow=True).content.decode()
    assert "You have answered this before" in page and RESULT in page
    page = browser.post(QUESTION, {}, follow=True).content.decode()
    assert "You have answered this before" in page and RESULT in page
    assert Hunch.objects.get().suspects == ["stress"]
    assert Event.objects.filter(what="named suspects").count() == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"answer": "named"}, "choose at least one"),
        ({}, "choose at least one"),
        ({"suspects": ["stress", "walk", "conflict", "own"], "answer": "named"}, "Please keep to 3"),
        ({"suspects": ["stress"], "answer": "skip"}, "Which of the two"),
        ({"suspects": ["own:999999"], "answer": "named"}, "choose from what is offered"),
        ({"suspects": ["\x00<b>"], "answer": "named"}, "choose from what is offered"),
    ],
)
def test_what_is_unclear_is_asked_again_with_what_was_ticked(
    sent: dict[str, object], words: str, browser: Client, written: Person
) -> None:
    if "own" in sent.get("suspects", []):  # type: ignore[operator]
        sent = sent | {"suspects": ["stress", "walk", "conflict", own_tag(written)]}
    answered = browser.post(QUESTION, sent)
    page = answered.content.decode()
    assert answered.status_code == 200 and words in page and RESULT not in page
    assert "<b>" not in page.partition("<main")[2].partition("</main>")[0]
    known = [name for name in sent.get("suspects", []) if f'value="{name}"' in page]  # type: ignore[attr-defined]
    assert all(re.search(rf'value="{name}"[^>]* checked', page) for name in known)
    assert not Hunch.objects.exists()


def test_with_few_days_nothing_is_asked_yet(ana: Person, client_of: Browser, now: datetime) -> None:
    write_days(ana, 13)
    client = client_of(ana)
    assert client.get("/insight/").status_code == 200 and client.get(QUESTION)["Location"] == "/insight/"
    page = client.post(QUESTION, {"answer": "skip"}, follow=True).content.decode()
    assert "too few days" in page and not Hunch.objects.exists()
    journal.bring_in_entries(ana.actor, patient_of(ana), [content()], now=NOW)
    assert client.get("/insight/")["Location"] == QUESTION


def test_the_answer_stays_when_days_are_removed_or_come(browser: Client, written: Person) -> None:
    answer(written, "conflict")
    journal.bring_in_entries(written.actor, patient_of(written), [content(at=NOW - timedelta(minutes=5))], now=NOW)
    assert RESULT in text(browser, "/insight/") and browser.get("/insight/").status_code == 200


def test_nobody_answers_for_another(written: Person, cleo: Person, ben: Person, client_of: Browser) -> None:
    for person in (cleo, ben):
        with pytest.raises(PermissionDenied):
            services.name_suspects(person.actor, patient_of(written), ("stress",), now=NOW)
    assert client_of(ben).post(QUESTION, {"answer": "skip"}).status_code == 403
    client_of(cleo).post(QUESTION, {"suspects": ["conflict"], "answer": "named"})
    assert not Hunch.objects.exists()


def test_a_clinician_may_look_without_showing_it_to_the_patient(
    browser: Client, written: Person, ben: Person, client_of: Browser
) -> None:
    address = f"/staff/people/{patient_of(written)}/"
    page = text(client_of(ben), address)
    assert RESULT in page and "They have not seen this yet" in page and "in the same words" not in page
    assert not Answer.objects.exists(), "nothing is kept that a download would show"
    assert RESULT not in text(browser, "/insight/")
    answer(written, "conflict")
    page = text(client_of(ben), address)
    assert "in the same words" in page and "They have not seen this yet" not in page
    assert "You named arguing beforehand" in page


def test_a_kept_answer_belongs_to_its_suspects(written: Person) -> None:
    answer(written, "conflict")
    services.read_journal(patient_of(written), now=NOW)
    for name, value in (("suspects", []), ("fdr", 0.2), ("early", 0.3), ("began", 3.0), ("prior", "ab")):
        kept = Answer.objects.get()
        kept.exploration[name] = value
        kept.save()
        with patch.object(services, "explore", wraps=explore) as asked:
            services.read_journal(patient_of(written), now=NOW)
        assert asked.call_count == 1, name
    del kept.exploration["suspects"]
    kept.save()
    with patch.object(services, "explore", wraps=explore) as asked:
        services.read_journal(patient_of(written), now=NOW)
    assert asked.call_count == 1, "an answer of an older shape"


def test_what_was_suspected_is_sealed_leaves_and_goes(written: Person) -> None:
    answer(written, "conflict", own_tag(written))
    with connection.cursor() as cursor:
        cursor.execute("SELECT suspects FROM insight_hunch")
        assert "conflict" not in cursor.fetchone()[0]
    files = export(subject_of(written.user))
    assert files["suspects.json"] == {"answered_at": NOW.isoformat(), "suspects": ["conflict", "Choir"]}


def test_suspects_that_left_the_journal_are_passed_over(ana: Person, now: datetime) -> None:
    write_days(ana, 30)
    answer(ana, "conflict", "stress")
    Hunch.objects.update(suspects=["conflict", "own:77"])
    assert services.read_journal(patient_of(ana), now=NOW).exploration.suspects == ("conflict",)


def test_the_service_refuses_what_the_form_would(written: Person) -> None:
    for named, code in ((("a",), "unknown"), (("stress", "walk", "conflict", "x"), "too_many")):
        refusal = services.name_suspects(written.actor, patient_of(written), named, now=NOW)
        assert isinstance(refusal, Refusal) and refusal.code == code


def test_a_look_that_came_too_early_does_not_make_a_second_answer(written: Person) -> None:
    """As of two tabs at once, on a database that lets both look first; see also the race."""
    answer(written, "conflict")
    with patch.object(services, "said_by", return_value=Said(None, None, None)):
        refusal = services.name_suspects(written.actor, patient_of(written), ("walk",), now=NOW)
    assert refusal == services.ANSWERED and Hunch.objects.get().suspects == ["conflict"]
