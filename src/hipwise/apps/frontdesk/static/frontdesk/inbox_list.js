// The list: fetched again when something has changed, under a hand that keeps its place, and once a minute for the waits.
const REST = 400, MINUTE = 60_000;

export function list(page) {
  const place = page.querySelector("[data-list]");
  let timer = 0, asking = false, once_more = false;

  const folders = () => place.querySelector(".inbox-folders ul");
  const links = () => [...place.querySelectorAll(".talks a")];
  const current = () => links().find((link) => link === document.activeElement) ?? place.querySelector('.talks [aria-current="page"]');

  function refresh() {
    if (asking) { once_more = true; return; }
    timer ||= setTimeout(fetch_rows, REST);
  }

  async function fetch_rows() {
    timer = 0;
    asking = true;
    const asked = new URLSearchParams({ folder: page.dataset.folder, page: page.dataset.page, talk: page.dataset.talk ?? "" });
    try {
      const answer = await fetch(`${page.dataset.rows}?${asked}`, { redirect: "manual" });
      if (answer.ok) swap(await answer.text());
    } catch { /* the next news asks again */ }
    asking = false;
    if (once_more) { once_more = false; refresh(); }
  }

  function swap(html) {
    const held = document.activeElement;
    const row = place.contains(held) ? held.closest("li[id]")?.id : null, href = place.contains(held) ? held.getAttribute("href") : null;
    const top = place.scrollTop;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const along = folders().scrollLeft;
    place.replaceChildren(...fresh.body.childNodes);
    place.scrollTop = top;
    folders().scrollLeft = along;
    if (row || href) (row && place.querySelector(`#${row} a`) || place.querySelector(`a[href="${CSS.escape(href)}"]`) || links()[0])?.focus({ preventScroll: true });
    count();
  }

  // the number that waits, also where the page is not looked at
  function count() {
    const number = place.querySelector("[data-needs]")?.textContent ?? "";
    const rail = document.querySelector(".rail [aria-current]");
    let badge = rail?.querySelector(".count");
    if (rail && number && !badge) rail.append(badge = Object.assign(document.createElement("span"), { className: "count" }));
    if (badge) number ? (badge.textContent = number) : badge.remove();
    document.title = document.title.replace(/^(\(\d+\) )?/, number ? `(${number}) ` : "");
  }

  // the next row (1) or the one before (-1) gets the focus
  function step(by) {
    const all = links(), at = all.indexOf(current());
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    next?.focus();
  }

  place.addEventListener("keydown", (event) => {
    if (!event.target.closest(".talks") || !["ArrowDown", "ArrowUp"].includes(event.key) || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  });
  place.querySelector('.talks [aria-current="page"]')?.scrollIntoView({ block: "nearest" });
  const chosen = folders().querySelector("[aria-current]"); // on a phone the folders are a strip wider than the window
  folders().scrollLeft = chosen.offsetLeft - (folders().clientWidth - chosen.offsetWidth) / 2;
  count();
  setInterval(() => { if (!document.hidden) refresh(); }, MINUTE);
  return { refresh, step };
}
