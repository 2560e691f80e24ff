"""The watch on every page sees what it is there to see."""

from __future__ import annotations

from playwright.sync_api import Route

from tests.browser.conftest import Open
from tests.kit.browser import assert_axe_clean, axe_faults

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"
PLANTED = """<!doctype html><html lang="en"><head><title>Planted</title></head><body><main><h1>Planted</h1>
<p style="color: red">styled</p><script>document.title = 'ran'</script><img src="http://192.0.2.1/spy.gif">
</main></body></html>"""


def test_inline_code_and_outside_requests_are_seen(open_window: Open) -> None:
    window = open_window()

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body=PLANTED, headers={"Content-Security-Policy": POLICY})

    window.page.route("**/planted/", answer)
    window.page.goto("/planted/")
    faults = "\n".join(window.watch.unexpected())
    assert window.page.title() == "Planted"
    assert "Content Security Policy" in faults
    assert faults.count("console:") >= 3
    assert [fault for fault in axe_faults(window.page) if fault.startswith("image-alt")]
    window.watch.expect("Content Security Policy", "192.0.2.1")


def test_requests_that_leave_are_seen(open_window: Open) -> None:
    window = open_window()
    body = PLANTED.replace("<script>document.title = 'ran'</script>", "").replace(' style="color: red"', "")
    window.page.route("**/planted/", lambda route: route.fulfill(status=200, content_type="text/html", body=body))
    window.page.route("http://192.0.2.1/**", lambda route: route.abort())
    window.page.goto("/planted/")
    assert [fault for fault in window.watch.unexpected() if fault.startswith("leaves this machine")]
    window.watch.expect("192.0.2.1", "ERR_FAILED")


def test_an_error_page_is_seen(open_window: Open) -> None:
    window = open_window()
    window.page.route("**/planted/", lambda route: route.fulfill(status=500, content_type="text/html", body="<h1>x"))
    window.page.goto("/planted/")
    assert [fault for fault in window.watch.unexpected() if fault.startswith("500")]
    window.watch.expect("500")


def test_a_clean_page_is_let_be(open_window: Open) -> None:
    window = open_window()
    body = "<!doctype html><html lang='en'><title>Fine</title><main><h1>Fine</h1></main></html>"
    window.page.route("**/planted/", lambda route: route.fulfill(status=200, content_type="text/html", body=body))
    window.page.goto("/planted/")
    assert window.watch.unexpected() == []
    assert_axe_clean(window.page)
