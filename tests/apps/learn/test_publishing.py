"""A health statement without claim, grade or reference is not published, whichever way is tried; drafts may be kept."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from hipwise.apps.learn import services, tasks
from hipwise.apps.learn.models import ArticlePage, HomePage
from hipwise.apps.learn.statements import WORDS
from tests.apps.learn.conftest import BAD, statement
from tests.kit.cast import Person

Draft = Callable[..., ArticlePage]
SignedIn = Callable[[Person], Client]

REQUIRED = "This field is required."
WHY = {
    "no claim": REQUIRED,
    "no grade": REQUIRED,
    "a grade raised": WORDS["too_sure"],
    "no reference": REQUIRED,
    "another claim's reference": WORDS["foreign_reference"],
    "only a search without DOI": WORDS["no_doi"],
    "a thing not to say": WORDS["not_to_be_said"],
}

bad = pytest.mark.parametrize("changes", BAD.values(), ids=BAD.keys())


def test_a_good_statement_is_published(draft: Draft) -> None:
    page = draft(("statement", statement()))
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.live


@bad
def test_a_bad_one_is_kept_as_a_draft_and_not_published(draft: Draft, changes: dict[str, Any]) -> None:
    page = draft(("statement", statement(**changes)))
    revision = page.save_revision()
    with pytest.raises(ValidationError) as refused:
        revision.publish()
    page.refresh_from_db()
    assert not page.live
    assert list(refused.value.message_dict) == ["body"]


def test_a_statement_deep_inside_counts(draft: Draft) -> None:
    ways = {"heading": "x", "ways": [{"heading": "x", "picture": "anatomy_joint", "statements": [statement(grade="")]}]}
    with pytest.raises(ValidationError, match="Choose how strong the evidence is"):
        draft(("ways", ways)).save_revision().publish()


def test_saving_it_live_is_publishing(draft: Draft, home: HomePage) -> None:
    page = draft(("statement", statement(grade="")))
    page.live = True
    for clean in (True, False):
        with pytest.raises(ValidationError):
            page.save(clean=clean)
    home.refresh_from_db()
    with pytest.raises(ValidationError):
        home.add_child(instance=ArticlePage(title="New", slug="new", body=[("statement", statement(claim=""))]))


def test_a_live_page_keeps_its_words_while_a_bad_draft_waits(draft: Draft) -> None:
    page = draft(("statement", statement()))
    page.save_revision().publish()
    page.refresh_from_db()
    page.body = [("statement", statement(claim=""))]
    revision = page.save_revision(clean=False)
    with pytest.raises(ValidationError):
        revision.publish()
    assert ArticlePage.objects.get(pk=page.pk).body[0].value["claim"] == "c01_storage"


def test_a_bad_page_is_not_copied_into_the_open(draft: Draft, home: HomePage) -> None:
    page = draft(("statement", statement()))
    page.save_revision().publish()
    page.refresh_from_db()
    raw = json.dumps([{"type": "statement", "value": statement(references=[])}])
    ArticlePage.objects.filter(pk=page.pk).update(body=raw)
    with pytest.raises(ValidationError):
        CopyPageAction(
            ArticlePage.objects.get(pk=page.pk), to=home, update_attrs={"slug": "copy"}, copy_revisions=False
        ).execute(skip_permission_checks=True)


def test_a_bad_one_is_not_scheduled(draft: Draft, now: datetime) -> None:
    page = draft(("statement", statement(grade="")), go_live_at=now + timedelta(hours=1))
    revision = page.save_revision()
    with pytest.raises(ValidationError):
        revision.publish()
    with pytest.raises(ValidationError):
        page.save_revision(approved_go_live_at=now)
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_a_good_one_goes_out_at_its_hour_and_comes_down_at_its_other(draft: Draft, now: datetime) -> None:
    page = draft(
        ("statement", statement()), go_live_at=now - timedelta(minutes=5), expire_at=now + timedelta(minutes=5)
    )
    page.save_revision(approved_go_live_at=now - timedelta(minutes=5))
    assert tasks.publish_due.call() == 1
    page.refresh_from_db()
    assert page.live
    assert tasks.publish_due.call() == 0
    assert services.publish_due(now=now + timedelta(minutes=6)) == 1
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_one_that_went_bad_while_it_waited_does_not_hold_up_the_others(draft: Draft, now: datetime) -> None:
    early = now - timedelta(minutes=5)
    bad = draft(("statement", statement()), title="Bad", slug="bad", go_live_at=early)
    good = draft(("statement", statement()), title="Good", slug="good", go_live_at=early)
    waiting = bad.save_revision(approved_go_live_at=early)
    good.save_revision(approved_go_live_at=now - timedelta(minutes=1))
    content = {**waiting.content, "body": json.dumps([{"type": "statement", "value": statement(claim="gone")}])}
    Revision.objects.filter(pk=waiting.pk).update(content=content)
    assert services.publish_due(now=now) == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    waiting.refresh_from_db()
    assert (bad.live, good.live, waiting.approved_go_live_at) == (False, True, None)


def posted(page: ArticlePage, value: dict[str, Any], **more: str) -> dict[str, Any]:
    """What the editor's form sends."""
    one = {key: held for key, held in value.items() if key != "references"}
    words = {"heading": "", "text": rich_text("<p>Hello.</p>")}
    form = {
        "title": page.title,
        "slug": page.slug,
        "lede": "",
        "body": streamfield([("statement", one), ("passage", words)]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        **more,
    }
    return {**nested_form_data(form), "body-0-value-references": value["references"]}


@pytest.mark.parametrize(("kind", "words"), WHY.items(), ids=WHY.keys())
def test_the_editor_says_why_in_plain_words(
    draft: Draft, editor: Person, client_of: SignedIn, kind: str, words: str
) -> None:
    page, changes = draft(), BAD[kind]
    client, address = client_of(editor), f"/cms/pages/{page.pk}/edit/"
    kept = client.post(address, posted(page, statement(**changes)))
    assert kept.status_code == 302
    refused = client.post(address, posted(page, statement(**changes), **{"action-publish": "publish"}))
    assert refused.status_code == 200
    assert words in html.unescape(refused.content.decode())
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().body[0].value["text"] == statement(**changes)["text"]


def test_the_editor_publishes_a_good_one(draft: Draft, editor: Person, client_of: SignedIn) -> None:
    page = draft()
    client, address = client_of(editor), f"/cms/pages/{page.pk}/edit/"
    done = client.post(address, posted(page, statement(), **{"action-publish": "publish"}))
    assert done.status_code == 302
    page.refresh_from_db()
    assert page.live
    kept = client.post(address, posted(page, statement(claim="")))
    assert kept.status_code == 302
    assert "no store" not in client.get(page.url).content.decode()


def test_talk_of_proof_in_the_heading_is_refused_in_the_editor(
    draft: Draft, editor: Person, client_of: SignedIn
) -> None:
    page = draft()
    data = {**posted(page, statement()), "lede": "Studies show that stretching cures.", "action-publish": "publish"}
    answer = client_of(editor).post(f"/cms/pages/{page.pk}/edit/", data)
    assert answer.status_code == 200
    assert "speaks about health" in answer.content.decode()
    page.refresh_from_db()
    assert not page.live


def test_the_editors_api_refuses_it(draft: Draft, editor: Person, client_of: SignedIn) -> None:
    page = draft(("statement", statement(references=[])))
    page.save_revision()
    answer = client_of(editor).post(f"/cms/api/main/pages/{page.pk}/action/publish/")
    assert answer.status_code == 400
    assert "Choose at least one reference." in answer.content.decode()


def test_publishing_from_the_list_says_why_not(draft: Draft, editor: Person, client_of: SignedIn) -> None:
    page = draft(("statement", statement(grade="strong")))
    page.save_revision()
    client, address = client_of(editor), f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/"
    answer = client.post(address, follow=True)
    assert "Nothing was published." in answer.content.decode()
    page.refresh_from_db()
    assert not page.live
    page.body = [("statement", statement())]
    page.save_revision()
    client.post(address)
    page.refresh_from_db()
    assert page.live


def test_the_editor_may_frame_a_preview_and_nobody_may_frame_the_page(
    draft: Draft, editor: Person, client_of: SignedIn
) -> None:
    page = draft(("statement", statement()))
    client, address = client_of(editor), f"/cms/pages/{page.pk}/edit/preview/"
    assert client.post(address, posted(page, statement(grade=""))).json() == {"is_valid": True, "is_available": True}
    preview = client.get(address + "?in_preview_panel=true")
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert "script-src 'self'" in preview["Content-Security-Policy"]
    assert "A draft" in preview.content.decode()
    page.save_revision().publish()
    assert "frame-ancestors 'none'" in client.get(f"/{page.slug}/")["Content-Security-Policy"]


def test_a_preview_knows_the_day_of_a_page_that_is_just_going_out(draft: Draft, editor: Person, now: datetime) -> None:
    page = draft(("statement", statement()), first_published_at=now)
    assert page.last_published_at is None
    assert page.make_preview_request().status_code == 200
