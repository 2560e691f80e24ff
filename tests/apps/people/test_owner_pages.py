"""The owner's pages: details, who works here, the log; and a person's own page of who looked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.audit.services import record
from hipwise.apps.people import policies, selectors, services
from hipwise.apps.people.models import Clinic, Patient, StaffSeat
from hipwise.kit.actor import VISITOR, Actor
from hipwise.kit.clock import now
from hipwise.kit.refusal import Refusal
from tests.kit import cast
from tests.kit.cast import Person

DETAILS: dict[str, Any] = {
    "name": "The Quiet Hip",
    "country": "PT",
    "time_zone": "Europe/Lisbon",
    "emergency_number": "112",
    "crisis_number": "808 24 24 24",
}
OWNERS_PAGES = ["/you/clinic/", "/you/clinic/staff/", "/you/clinic/log/"]


@pytest.mark.parametrize("address", OWNERS_PAGES)
@pytest.mark.parametrize(("who", "status"), [("olga", 200), ("ben", 403), ("dara", 403), ("eli", 403), ("ana", 403)])
def test_the_owners_pages_are_the_owners(
    address: str, who: str, status: int, client_of: Callable[[Person], Client], request: pytest.FixtureRequest
) -> None:
    assert client_of(request.getfixturevalue(who)).get(address).status_code == status


class TestDetails:
    def test_are_saved_and_logged(self, client_of: Callable[[Person], Client], olga: Person) -> None:
        assert client_of(olga).post("/you/clinic/", DETAILS).status_code == 302
        clinic = Clinic.objects.get()
        assert (clinic.country, clinic.crisis_number) == ("PT", "808 24 24 24")
        assert str(selectors.clinic_zone()) == "Europe/Lisbon"
        assert Event.objects.filter(who=olga.user, what="changed clinic").exists()

    @pytest.mark.parametrize("missing", ["name", "emergency_number", "crisis_number"])
    def test_no_clinic_without_its_numbers(
        self, missing: str, client_of: Callable[[Person], Client], olga: Person
    ) -> None:
        page = client_of(olga).post("/you/clinic/", DETAILS | {missing: "  "})
        assert page.status_code == 200
        assert getattr(Clinic.objects.get(), missing).strip()

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"country": "XX"}, "unknown_country"),
            ({"time_zone": "Mars/Olympus"}, "unknown_time_zone"),
            ({"crisis_number": " "}, "missing"),
        ],
    )
    def test_the_command_line_asks_the_same(self, db: None, changed: dict[str, str], code: str) -> None:
        answer = services.open_clinic(**(DETAILS | changed))
        assert isinstance(answer, Refusal) and answer.code == code
        assert not Clinic.objects.exists()

    def test_there_is_one_clinic(self, clinic: Clinic) -> None:
        answer = services.open_clinic(**DETAILS)
        assert isinstance(answer, Refusal) and answer.code == "already_open"


class TestStaff:
    def test_shows_who_has_a_second_factor(self, client_of: Callable[[Person], Client], olga: Person) -> None:
        services.seat_staff(VISITOR, cast.account("Nils"), StaffSeat.Work.FRONT_DESK)
        page = client_of(olga).get("/you/clinic/staff/").content.decode()
        assert page.count("not yet") == 1

    def test_ending_a_place_asks_first(self, client_of: Callable[[Person], Client], olga: Person, ben: Person) -> None:
        address = f"/you/clinic/staff/{StaffSeat.objects.get(user=ben.user).pk}/end/"
        owner = client_of(olga)
        assert "End Ben" in owner.get(address).content.decode()
        assert StaffSeat.objects.get(user=ben.user).until is None
        owner.post(address)
        assert StaffSeat.objects.get(user=ben.user).until is not None
        assert owner.get(address).status_code == 404
        assert Event.objects.filter(who=olga.user, about=ben.user.pk, what="ended seat physiotherapist").exists()

    def test_the_last_owner_stays(self, client_of: Callable[[Person], Client], olga: Person) -> None:
        address = f"/you/clinic/staff/{StaffSeat.objects.get(user=olga.user).pk}/end/"
        page = client_of(olga).post(address, follow=True)
        assert "A clinic needs an owner" in page.content.decode()

    def test_a_place_that_ended_can_be_given_again(self, olga: Person, ben: Person) -> None:
        seat = StaffSeat.objects.get(user=ben.user)
        assert isinstance(services.seat_staff(olga.actor, ben.user, seat.work), Refusal)
        assert services.end_seat(olga.actor, seat, now()) is None
        assert isinstance(services.seat_staff(olga.actor, ben.user, seat.work), StaffSeat)


class TestLog:
    @pytest.fixture
    def read(self, ana: Person, ben: Person) -> Person:
        for _ in range(60):
            record(ben.actor, "read journal", about=ana.user.pk, subject=ana.patient)
        return ana

    def lines(self, page: Any) -> int:
        return int(page.content.decode().count('<tr><th scope="row"'))

    def test_pages(self, client_of: Callable[[Person], Client], olga: Person, read: Person) -> None:
        owner = client_of(olga)
        assert self.lines(owner.get("/you/clinic/log/")) == 50
        second = owner.get("/you/clinic/log/?only_readings=on&page=2")
        assert self.lines(second) == 10
        assert "?only_readings=on&amp;page=1" in second.content.decode()

    def test_is_narrowed_to_a_person(self, client_of: Callable[[Person], Client], olga: Person, read: Person) -> None:
        owner = client_of(olga)
        record(olga.actor, "changed clinic")
        page = owner.get("/you/clinic/log/", {"person": read.user.email.upper()}).content.decode()
        assert "read journal" in page and "changed clinic" not in page
        assert "No such line" in owner.get("/you/clinic/log/?person=nobody@example.org").content.decode()
        assert owner.get("/you/clinic/log/?person=not-an-address&page=zzz").status_code == 200

    def test_a_patient_sees_who_looked_and_only_that(
        self, client_of: Callable[[Person], Client], read: Person, cleo: Person
    ) -> None:
        record(read.actor, "read journal", about=read.user.pk)
        page = client_of(read).get("/you/who-looked/").content.decode()
        assert "Ben" in page and "signed up" not in page
        assert "Nobody has looked" in client_of(cleo).get("/you/who-looked/").content.decode()

    @pytest.mark.parametrize("words", ["Read journal", "read journal: pain 7", "", "x" * 65, "pain\nnow", "ana@x.org"])
    def test_takes_no_free_words(self, db: None, words: str) -> None:
        with pytest.raises(ValueError, match="plain lower-case"):
            record(VISITOR, words)


class TestPatients:
    def test_are_found_by_name_and_by_address(self, ana: Person, cleo: Person, olga: Person) -> None:
        services.rename(ana.actor, ana.user, "Ana Sofía Berg")
        walk_in = services.register_patient(olga.actor, name="Tom Berg")
        assert isinstance(walk_in, Patient)
        assert {p.pk for p in selectors.patients_named("berg")} == {ana.patient.pk, walk_in.pk}  # type: ignore[union-attr]
        assert selectors.patients_named("SOFÍA ana") == selectors.patients_named("sofia") == [ana.patient]
        assert selectors.patients_named(" CLEO@example.org ") == [cleo.patient]
        assert selectors.patients_named("  ") == []

    def test_registering_with_an_address_makes_an_account_to_be_proved(self, olga: Person, client: Client) -> None:
        made = services.register_patient(olga.actor, name="Tom Berg", email="Tom@Example.org")
        assert isinstance(made, Patient) and made.user
        assert not made.user.has_usable_password()
        cache.clear()
        assert services.register_patient(olga.actor, name="Tim", email="tom@example.org") == Refusal(
            "address_taken", "There is already an account with this e-mail address."
        )
        assert Patient.objects.count() == 1


def test_a_clinician_sets_their_registration_number(
    client_of: Callable[[Person], Client], ben: Person, dara: Person
) -> None:
    client_of(ben).post("/you/name/", {"name": "Ben Harrow", "registration": "PT 1042"})
    assert StaffSeat.objects.get(user=ben.user).registration == "PT 1042"
    page = client_of(dara).get("/you/name/").content.decode()
    assert "registration" not in page


def test_pages_of_somebody_signed_in_are_not_kept_by_the_browser(
    client_of: Callable[[Person], Client], ana: Person, client: Client
) -> None:
    assert client_of(ana).get("/you/")["Cache-Control"] == "private, no-store"
    assert "no-store" not in client.get("/you/data/gone/").headers.get("Cache-Control", "")


def test_policies_refuse_whoever_they_do_not_name() -> None:
    """A visitor, and a role nobody has thought of."""
    stranger = Actor(user_id=1, roles=frozenset({"visitor"}))  # type: ignore[arg-type]
    for policy in (policies.may_be_patient, policies.may_treat, policies.may_own):
        assert not policy(VISITOR)
        assert not policy(stranger)
        assert not policy(Actor(roles=frozenset({"owner", "practitioner", "patient"}))), "roles without an account"
    assert not policies.may_be_patient(Actor(user_id=1, patient_id=1)), "a record without consent"
