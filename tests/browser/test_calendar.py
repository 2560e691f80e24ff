"""The staff's calendar in a browser: by key, by pointer, without script, on paper, and with somebody else at it too.

Each test has a Sunday of its own, on which nobody at the demo clinic works and nothing is booked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Scheme
from tests.browser.days import sunday, working_day
from tests.kit.browser import assert_axe_clean, assert_fits, follow, photograph

PageOf = Callable[..., Page]


def book(page: Page, day: date, name: str, who: str = "Ben", at: str = "10:00") -> None:
    """By the form, as the front desk does when somebody rings."""
    page.goto(f"/staff/calendar/new/?day={day}&at={at}")
    opened = page.locator("details[open] #id_name")
    if not opened.count():
        page.get_by_text("Somebody new", exact=True).click()
    page.locator("#id_name").fill(name)
    page.locator("#id_phone").fill("555 0142")
    page.locator("#id_service").select_option(label="Treatment")
    page.locator("#id_practitioner").select_option(label=f"{who} {'Harrow' if who == 'Ben' else 'Moran'} (demo)")
    page.get_by_role("button", name="Book it").click()
    expect(page.get_by_text(f"Booked: {name}")).to_be_visible()


def ready(page: Page) -> None:
    """The page's scripts have begun."""
    page.locator("[data-calendar][data-ready]").wait_for()


def visit(page: Page, name: str) -> Locator:
    return page.locator("a[data-visit]").filter(has_text=name)


def calendar(page: Page, day: date, **asked: object) -> None:
    page.goto(f"/staff/calendar/?day={day}" + "".join(f"&{key}={value}" for key, value in asked.items()))


@pytest.mark.parametrize("view", ["day", "week"])
@pytest.mark.parametrize(
    ("size", "scheme"), [("phone", "light"), ("phone", "dark"), ("wide", "light"), ("wide", "dark")]
)
def test_the_calendar_is_accessible_and_fits(open_window: Open, view: str, size: str, scheme: Scheme) -> None:
    page = open_window("dara", size=size, scheme=scheme).page
    calendar(page, working_day(), view=view)
    expect(page.locator(".cal-item").first).to_be_visible()
    assert_fits(page)
    assert_axe_clean(page)
    photograph(page, "dara", "calendar", view, size, scheme, whole=False)
    if view == "day":
        ready(page)
        page.locator("a[data-visit]").first.click()
        follow(page, page.locator("[data-menu-open]"))
        assert_fits(page)
        assert_axe_clean(page)
        photograph(page, "dara", "calendar visit", size, scheme)


def test_a_visit_is_moved_and_lengthened_by_key_alone(page_of: PageOf) -> None:
    page, day = page_of("dara", size="wide"), sunday(2)
    book(page, day, "Keyboard Kay")
    ready(page)
    visit(page, "Keyboard Kay").focus()
    page.keyboard.press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-say]")).to_contain_text("Moving Keyboard Kay")
    for key in ("ArrowDown", "Shift+ArrowDown", "+", "Shift++"):
        page.keyboard.press(key)
    expect(page.locator("[data-say]")).to_contain_text("10:20 to 11:10")
    photograph(page, "dara", "calendar moving", whole=False)
    assert_axe_clean(page)
    page.keyboard.press("Enter")
    expect(visit(page, "Keyboard Kay")).to_contain_text("10:20–11:10")
    expect(visit(page, "Keyboard Kay")).to_be_focused()
    page.keyboard.press("m")
    page.locator("[data-menu-move]").click()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(visit(page, "Keyboard Kay")).to_contain_text("10:20–11:10")


def test_a_visit_is_dragged_to_another_practitioner_and_its_edge_lengthens_it(page_of: PageOf) -> None:
    page, day = page_of("dara", size="wide"), sunday(3)
    book(page, day, "Pulled Pat")
    book(page, day, "Other Odo", who="Faye", at="13:00")
    ready(page)
    page.locator(".cal-scroll").evaluate("scroll => scroll.scrollTo({ top: 0, behavior: 'instant' })")
    box = visit(page, "Pulled Pat").bounding_box()
    aim = visit(page, "Other Odo").bounding_box()
    row = (page.locator("[data-body]").first.bounding_box() or {"height": 0})["height"]
    rows = len((page.locator("[data-ticks]").get_attribute("data-ticks") or "").split())
    assert box
    assert aim
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 20, steps=3)
    page.mouse.move(aim["x"] + 20, box["y"] + 10 + 6 * row / rows, steps=5)
    page.mouse.up()
    expect(page.locator("[data-bar-to]")).to_contain_text("10:30 to 11:00, with Faye")
    page.locator("[data-bar-save]").click()
    expect(page.locator("[data-bar]")).to_be_hidden()
    moved = page.locator("[data-column]").filter(has_text="Faye")
    expect(moved.locator("a[data-visit]").filter(has_text="Pulled Pat")).to_contain_text("10:30–11:00")
    box = visit(page, "Pulled Pat").bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 4 + 3 * row / rows, steps=4)
    page.mouse.up()
    expect(page.locator("[data-bar-to]")).to_contain_text("10:30 to 11:15")


def test_what_a_colleague_does_appears_by_itself_and_focus_stays(page_of: PageOf) -> None:
    mine, theirs, day = page_of("dara", size="wide"), page_of("ben", size="wide"), sunday(4)
    book(mine, day, "First Fay")
    ready(mine)
    mine.wait_for_load_state("load")  # the address names the new visit, and going there takes the focus away
    visit(mine, "First Fay").focus()
    book(theirs, day, "Second Sol", at="12:00")
    expect(visit(mine, "Second Sol")).to_be_visible()
    expect(visit(mine, "First Fay")).to_be_focused()
    ready(theirs)
    visit(theirs, "Second Sol").click()
    theirs.get_by_role("button", name="Arrived").click()
    expect(visit(mine, "Second Sol")).to_contain_text("Arrived")


def test_two_who_move_one_visit_are_told_of_each_other(open_window: Open) -> None:
    windows = open_window("dara", size="wide"), open_window("ben", size="wide")
    windows[1].watch.expect("409")
    mine, theirs, day = windows[0].page, windows[1].page, sunday(5)
    book(mine, day, "Wanted Wim")
    calendar(theirs, day)
    for page, key in ((theirs, "ArrowDown"), (mine, "Shift+ArrowDown")):
        ready(page)
        visit(page, "Wanted Wim").focus()
        page.keyboard.press("m")
        page.locator("[data-menu-move]").click()
        page.keyboard.press(key)
    mine.keyboard.press("Enter")
    expect(mine.locator("[data-bar]")).to_be_hidden()
    theirs.keyboard.press("Enter")
    expect(theirs.locator("[data-bar-why]")).to_contain_text("Dara Quinn (demo) changed this visit")
    expect(theirs.locator("[data-bar-why]")).to_contain_text("10:15–10:45")
    photograph(theirs, "ben", "calendar told", whole=False)
    theirs.get_by_role("button", name="Save mine over it").click()
    expect(visit(theirs, "Wanted Wim")).to_contain_text("10:05–10:35")


def test_without_script_everything_is_reached_by_links_and_forms(page_of: PageOf) -> None:
    page, day = page_of("dara", size="wide", script=False), sunday(6)
    book(page, day, "Plain Pim")
    visit(page, "Plain Pim").click()
    page.locator("#id_at").fill("11:30")
    page.get_by_role("button", name="Move it").click()
    expect(visit(page, "Plain Pim")).to_contain_text("11:30–12:00")
    visit(page, "Plain Pim").click()
    page.get_by_role("button", name="Arrived").click()
    expect(visit(page, "Plain Pim")).to_contain_text("Arrived")
    visit(page, "Plain Pim").click()
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("1 called off")).to_be_visible()
    calendar(page, working_day())
    page.locator("[data-free]").first.click(force=True)
    expect(page.get_by_role("heading", name="New visit")).to_be_visible()


def test_free_times_are_walked_with_arrow_keys(page_of: PageOf) -> None:
    page = page_of("dara", size="wide")
    calendar(page, working_day())
    ready(page)
    page.locator("[data-free]").first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator("[data-free]").nth(1)
    expect(second).to_be_focused()
    address = second.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_on_paper_every_visit_is_whole_and_the_rail_is_gone(page_of: PageOf) -> None:
    page = page_of("dara", size="wide")
    for view in ("day", "week"):
        calendar(page, working_day(), view=view)
        page.emulate_media(media="print")
        expect(page.locator(".rail")).to_be_hidden()
        cut = page.locator(".cal-item > *").evaluate_all(
            "items => items.filter(one => one.scrollHeight > one.clientHeight + 1 || one.clientWidth < 90).length"
        )
        assert cut == 0
        photograph(page, "dara", "calendar paper", view)
        page.emulate_media(media="screen")
