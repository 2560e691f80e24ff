"""Two colleagues take a raised conversation on in the same moment, on whichever database the tests run."""

from __future__ import annotations

from functools import partial

import pytest

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk.models import Message
from hipwise.apps.frontdesk.services import core, raising
from hipwise.kit.refusal import Refusal
from tests.kit.cast import Person
from tests.kit.crowd import at_once
from tests.kit.talk import NOW, chat, visitor_says

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def test_one_of_two_does_and_the_other_is_told(dara: Person, ben: Person) -> None:
    for round_ in range(1, ROUNDS + 1):
        talk = chat()
        visitor_says(talk, "I want to die")
        said = at_once(*(partial(raising.take_on, who.actor, talk, NOW) for who in (dara, ben)))
        (late,) = (one for one in said if isinstance(one, Refusal))
        assert late.code == "taken" and said.count(None) == 1
        talk.refresh_from_db()
        assert talk.taken_on_by is not None and talk.taken_on_by.get_full_name() in late.words
        assert Message.objects.filter(conversation=talk, kind=Message.Kind.EVENT).count() == 1
        assert Event.objects.filter(what="took on conversation").count() == round_


def test_words_that_come_while_somebody_takes_it_on_are_never_counted_as_taken(dara: Person) -> None:
    """Either the take-on came after and covers them, or the conversation asks anew."""
    for _ in range(ROUNDS):
        talk = chat()
        visitor_says(talk, "I want to die")
        words = core.Words(Message.Side.VISITOR, "I want to die, please")
        at_once(partial(raising.take_on, dara.actor, talk, NOW), partial(core.say, talk, words, NOW))
        talk.refresh_from_db()
        said = Message.objects.get(conversation=talk, client=words.client).seq
        event = Message.objects.get(conversation=talk, kind=Message.Kind.EVENT).seq
        assert (talk.taken_on_at is not None) == (event > said)
