"""``hipwise init``: a real clinic, empty but for its owner and its first pages."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import TYPE_CHECKING, Any

from hipwise.project import setup, setup_static
from hipwise.project.config import Halt, data_directory
from hipwise.project.init_questions import QUESTIONS, Question

if TYPE_CHECKING:
    from hipwise.apps.people.models import User

EXAMPLES = """examples:
  hipwise init                     asks for everything

  hipwise init --name "Casa Clara" --country PT --time-zone Europe/Lisbon \\
      --emergency-number 112 --crisis-number "213 544 545" \\
      --owner-email ines@example.org --owner-name "Inês Matos"

Without a password the owner gets a link by which to set one. Emergency and crisis numbers have no
defaults, because a wrong one is dangerous: look them up, and look again.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One flag for each question."""
    parser.epilog = EXAMPLES
    for question in QUESTIONS:
        hint = f" ({question.hint})" if question.hint else ""
        parser.add_argument(question.flag, metavar="…", help=question.ask + hint)
    parser.add_argument("--password-stdin", action="store_true", help="read the owner's password from standard input")


def run(args: argparse.Namespace) -> int:
    """Ask for what the flags leave open, make the tables, and open the clinic."""
    if os.environ.get("HIPWISE_DEMO") == "1":
        raise Halt("The demo brings its own clinic: leave out HIPWISE_DEMO to set up a real one.")
    asking = sys.stdin.isatty() and not args.password_stdin
    given: dict[str, str | None] = {question.name: getattr(args, question.name) for question in QUESTIONS}
    if not asking:
        answers = _checked(given)
    setup.start_django()
    _refuse_second_clinic()
    if asking:
        answers = {question.name: _asked(question, given[question.name]) for question in QUESTIONS}
    password = _password(answers["owner_email"], asking) if asking or args.password_stdin else None
    setup_static.gather(dict(os.environ), setup.say)
    setup.bring_up_to_date(setup.say)
    owner = _open(answers, password)
    setup.say(f"\n{answers['name']} is set up in {data_directory(dict(os.environ))}\n")
    if password is None:
        setup.say(f"{owner} sets a password at\n  {_link(owner)}\n")
    setup.say(
        "Serve it with: hipwise serve\nThe owner adds a second factor at the first sign-in, then invites the others."
    )
    return 0


def _refuse_second_clinic() -> None:
    from hipwise.apps.people.selectors import clinic

    if setup.has_tables() and (here := clinic()):
        raise Halt(f"There is a clinic here already: {here}. Another one needs data of its own.")


def _checked(given: dict[str, str | None]) -> dict[str, str]:
    """The answers of the command line, all that is wrong with them said at once.

    Raises:
        Halt: when one is missing or no good.
    """
    good, wrong = {}, []
    for question in QUESTIONS:
        raw = given[question.name]
        try:
            if raw is None:
                raise ValueError(f"{question.ask} is missing.")
            good[question.name] = question.tidy(raw)
        except ValueError as reason:
            wrong.append(f"{question.flag}: {reason}")
    if wrong:
        raise Halt("\n  ".join(["the clinic is not set up yet:", *wrong]))
    return good


def _asked(question: Question, given: str | None) -> str:
    """A good answer: the one given, or asked for until it is good."""
    hint = f" ({question.hint})" if question.hint else ""
    while True:
        try:
            return question.tidy(given if given is not None else _line(f"{question.ask}{hint}: "))
        except ValueError as wrong:
            print(f"  {wrong}")
            given = None


def _line(ask: str) -> str:
    try:
        return input(ask)
    except EOFError:
        raise Halt("Nothing was set up, since the answers ended.") from None


def _password(email: str, asking: bool) -> str | None:
    """A password that the rules accept; None when the owner would rather have a link."""
    if not asking:
        password = sys.stdin.readline().rstrip("\n")
        wrong = _wrong_with(password, email)
        if wrong:
            raise Halt(f"The password was not taken: {wrong}")
        return password
    while True:
        password = getpass.getpass("A password for the owner (leave empty for a link by which to set it): ")
        if not password:
            return None
        wrong = _wrong_with(password, email)
        if not wrong and getpass.getpass("The same again: ") == password:
            return password
        print(f"  {wrong or 'The two are not the same.'}")


def _wrong_with(password: str, email: str) -> str:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from hipwise.apps.people.models import User

    try:
        validate_password(password, User(email=email))
    except ValidationError as wrong:
        return " ".join(wrong.messages)
    return ""


def _open(answers: dict[str, Any], password: str | None) -> User:
    """The clinic, its owner and its pages, in one transaction."""
    from django.db import transaction

    from hipwise.apps.learn.services import lay_pages
    from hipwise.apps.people import services
    from hipwise.kit.actor import VISITOR
    from hipwise.kit.refusal import Refusal

    answers = dict(answers)
    email, name = answers.pop("owner_email"), answers.pop("owner_name")
    with transaction.atomic():
        clinic = services.open_clinic(**answers)
        if isinstance(clinic, Refusal):
            raise Halt(clinic.words)
        # Whoever sets up the machine vouches for the address.
        owner = services.open_account(email, password, name, verified=True)
        if isinstance(owner, Refusal):
            raise Halt(owner.words)
        services.seat_staff(VISITOR, owner, "owner")
        lay_pages(clinic)
    return owner


def _link(owner: User) -> str:
    """The link of allauth's "Forgot your password?" mail, good for three days."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.conf import settings
    from django.urls import reverse

    words = {"uidb36": user_pk_to_url_str(owner), "key": default_token_generator.make_token(owner)}
    return f"{settings.CONFIG.origin}{reverse('account_reset_password_from_key', kwargs=words)}"
