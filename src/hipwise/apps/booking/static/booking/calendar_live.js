// Asks every few seconds, while the page is looked at, whether anything has changed, and swaps the new sheet in.
// The answer to "no" is a 304 without a body. Whoever is in the middle of a move gets the new sheet when they are done.
const EVERY = 4000;
const PATIENCE = 3;

export function live(page) {
  const note = page.querySelector("[data-fresh]");
  let mark = page.dataset.mark ? `"${page.dataset.mark}"` : "";
  let failed = 0, timer = 0, asking = false, waiting = null, busy = false, ended = false;

  const key = (element) => element?.id || element?.dataset?.key || element?.getAttribute?.("href") || "";

  function swap(html) {
    const old = page.querySelector("[data-sheet]");
    const held = document.activeElement;
    const within = old.contains(held);
    if (within && held.closest("form")) { waiting = html; return; } // somebody is choosing a day: not under their hand
    const id = held?.closest?.("li[id]")?.id, href = key(held);
    const scroll = old.querySelector(".cal-scroll");
    const [top, left] = [scroll?.scrollTop, scroll?.scrollLeft];
    const opened = old.querySelector("details")?.open;
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-sheet]");
    if (!fresh) return;
    old.replaceWith(fresh);
    const again = fresh.querySelector(".cal-scroll");
    if (again && scroll) again.scrollTo({ top, left, behavior: "instant" });
    const details = fresh.querySelector("details");
    if (details && opened) details.open = true;
    if (within) {
      const same = (id && fresh.querySelector(`#${CSS.escape(id)} a`)) || (href && fresh.querySelector(`a[href="${CSS.escape(href)}"]`)) || again;
      same?.focus({ preventScroll: true });
    }
    page.dispatchEvent(new CustomEvent("calendar:swapped"));
  }

  function give() {
    if (busy || waiting === null) return;
    const html = waiting;
    waiting = null;
    swap(html);
  }

  async function ask() {
    if (asking || ended) return;
    asking = true;
    try {
      const answer = await fetch(page.dataset.grid, { headers: mark ? { "If-None-Match": mark } : {}, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        ended = true;
        note.textContent = "You are signed out: this page no longer shows what changes. Please load it again.";
        return;
      }
      if (answer.status === 200) {
        waiting = await answer.text();
        mark = answer.headers.get("ETag") || "";
      } else if (answer.status !== 304) throw new Error(answer.status);
      if (failed >= PATIENCE) note.textContent = "";
      failed = 0;
      give();
    } catch {
      failed += 1;
      if (failed === PATIENCE) note.textContent = "No connection: this page may be out of date. It goes on trying.";
    } finally {
      asking = false;
    }
  }

  function turn() {
    clearTimeout(timer);
    if (ended || document.hidden) return;
    timer = setTimeout(async () => { await ask(); turn(); }, EVERY * Math.min(2 ** failed, 8));
  }

  document.addEventListener("visibilitychange", async () => { if (!document.hidden) { await ask(); turn(); } });
  page.addEventListener("focusout", () => setTimeout(give, 0));
  turn();
  setInterval(() => movePointer(page), 60_000);

  return {
    now: ask,
    hold() { busy = true; },
    release() { busy = false; give(); },
  };
}

// The line of the present, a minute on. The page's own clock is set once by the server, so only the step counts.
const begun = Date.now();
function movePointer(page) {
  const line = page.querySelector("[data-now]");
  if (!line) return;
  line.dataset.from ??= `${rowOf(line)} ${Date.now() - begun < 61_000 ? begun : Date.now()}`;
  const [row, since] = line.dataset.from.split(" ").map(Number);
  const at = row + Math.floor((Date.now() - since) / 300_000);
  line.className = `cal-now kh${Math.floor(at / 12)} km${at % 12}`;
}

const rowOf = (element) => Number(/\bkh(\d+)/.exec(element.className)[1]) * 12 + Number(/\bkm(\d+)/.exec(element.className)[1]);
