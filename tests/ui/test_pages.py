"""The shells stand with nothing to stand on, and no page names a class that the style sheet does not know."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

import hipwise
from hipwise.ui import icons, samples
from hipwise.ui.charts import html
from hipwise.ui.nav import NavItem
from hipwise.ui.pictures import draw
from hipwise.ui.week import Day
from tools import build_css

PACKAGE = Path(hipwise.__file__).parent
ERRORS = ["400", "403", "403_csrf", "404", "429", "500"]
LINK = re.compile(r'(?:href|src)="/static/([^"]+)"')


@pytest.mark.parametrize("name", ERRORS)
def test_error_page_needs_nothing(name: str) -> None:
    """No request, no context, no database: a 500 page may have none of them."""
    page = engines["django"].get_template(f"{name}.html").render()
    assert page.count("<h1>") == 1
    assert 'id="main"' in page
    assert 'href="/"' in page


@pytest.mark.parametrize("shell", ["visitor", "patient", "staff", "entrance"])
def test_shell_stands_alone(shell: str) -> None:
    page = render_to_string(f"ui/{shell}.html")
    assert page.startswith("<!doctype html>")
    assert 'lang="en' in page
    assert 'class="skip-link" href="#main"' in page
    assert page.count('id="main"') == 1
    assert "Demo clinic" not in page


def test_shell_links_only_files_that_exist() -> None:
    links = LINK.findall(render_to_string("ui/visitor.html"))
    assert len(links) >= 4
    assert [link for link in links if not finders.find(link)] == []
    assert len(re.findall(r'rel="stylesheet"', render_to_string("ui/visitor.html"))) == 1


def test_style_sheet_links_only_files_that_exist() -> None:
    for link in re.findall(r'url\("([^"]+)"\)', build_css.OUT.read_text("utf-8")):
        assert (build_css.OUT.parent / link).resolve().is_file()


def test_shells_show_what_they_are_given() -> None:
    context = {
        "demo": True,
        "clinic": {"name": "The Quiet Hip", "emergency_number": "112", "crisis_number": "0800 0113"},
        "tabs": [NavItem("Today", "/today/", "today", current=True), NavItem("Journal", "/journal/", "journal")],
        "rail": [NavItem("Inbox", "/inbox/", "mail", count=4)],
        "site_nav": [NavItem("Hips", "/hips/")],
    }
    patient = render_to_string("ui/patient.html", context)
    assert "Demo clinic" in patient
    assert patient.count('aria-current="page"') == 1
    assert '<span class="count">4</span>' in render_to_string("ui/staff.html", context)
    visitor = render_to_string("ui/visitor.html", context)
    assert 'href="tel:08000113"' in visitor
    assert "Hips" in visitor


def test_a_name_can_not_become_markup() -> None:
    page = render_to_string("ui/visitor.html", {"clinic": {"name": "<script>x</script>"}})
    assert "<script" not in page


def test_pages_of_a_list_lead_both_ways() -> None:
    page = render_to_string("ui/pagination.html", {"page": Paginator(range(40), 10).page(2)})
    assert 'rel="prev" href="?page=1"' in page
    assert 'rel="next" href="?page=3"' in page
    assert not render_to_string("ui/pagination.html", {"page": Paginator([], 10).page(1)}).strip()


def test_a_day_says_by_words_what_it_says_by_shape() -> None:
    page = render_to_string(
        "ui/week.html", {"week": [Day("Mon", did=True), Day("Tue")], "did": "noted", "rest": "none"}
    )
    assert ": noted" in page
    assert ": none" in page


def test_figure_in_django_and_outside_say_the_same() -> None:
    figure = samples.figures()["strip"]
    inside, outside = render_to_string("ui/figure.html", {"chart": figure}), html.figure(figure)
    for words in (figure.sentence, figure.table.caption, figure.table.rows[0][0]):
        assert words in inside
        assert words in outside


@pytest.mark.django_db
def test_asking_page_posts_and_offers_a_way_back() -> None:
    context = {"question": "Delete this?", "yes": "Delete", "back_url": "/journal/"}
    page = render_to_string("ui/ask.html", context, RequestFactory().get("/"))
    assert "csrfmiddlewaretoken" in page
    assert 'href="/journal/"' in page


def test_unknown_icons_and_pictures_are_wrong_calls() -> None:
    for call in (icons.icon, draw):
        with pytest.raises(KeyError):
            call("../../settings")


@pytest.mark.urls("tests.ui.urls")
@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ui/", "/ui/patient/", "/ui/staff/"])
def test_gallery_opens(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    ids = re.findall(r' id="([^"]+)"', answer.content.decode())
    assert len(ids) == len(set(ids))


def classes_used() -> Iterator[tuple[str, str]]:
    """(class, template) for every class that a template names in plain words."""
    for file in PACKAGE.rglob("templates/**/*.html"):
        if "mail" in file.parts or "email" in file.parts:
            continue
        for names in re.findall(r'class="([^"]*)"', re.sub(r"\{[%{#].*?[%}#]\}", "\0", file.read_text("utf-8"))):
            for name in names.split():
                if "\0" not in name:
                    yield name, file.relative_to(PACKAGE).as_posix()


def test_every_class_in_a_template_is_known_to_a_style_sheet() -> None:
    sheets = [build_css.OUT, *PACKAGE.glob("apps/*/static/**/*.css")]
    known = {name for sheet in sheets for name in re.findall(r"\.([a-zA-Z][\w-]*)", sheet.read_text("utf-8"))}
    unknown = {f"{name} in {where}" for name, where in classes_used() if name not in known}
    assert not unknown
