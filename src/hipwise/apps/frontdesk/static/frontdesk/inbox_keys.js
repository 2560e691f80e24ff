// Single keys, while nothing is being typed. They can be switched off (WCAG 2.1.4), and the browser remembers that.
const SETTING = "desk.keys";
const CHOSEN = { a: "a", s: "s", e: "e", t: "t" };

export function keys(page, rows) {
  const help = page.querySelector("[data-keys]"), show = page.querySelector("[data-keys-show]"), on = page.querySelector("[data-keys-on]");
  on.checked = localStorage.getItem(SETTING) !== "off";
  on.addEventListener("change", () => localStorage.setItem(SETTING, on.checked ? "on" : "off"));
  show.hidden = false;
  show.addEventListener("click", () => help.showModal());

  function write(mode) {
    const form = page.querySelector("[data-composer]");
    if (!form) return;
    form.elements.mode.value = mode;
    form.elements.body.focus();
  }

  // a button that names its key
  const button = (key) => /^[a-z]$/.test(key) ? page.querySelector(`[data-key="${key}"]`) : null;

  const deeds = {
    j: () => rows.step(1),
    k: () => rows.step(-1),
    r: () => write("answer"),
    n: () => write("note"),
    "/": () => page.querySelector("[data-search]")?.click(),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { leave(event); return; }
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat && !"jk".includes(event.key)) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const deed = deeds[event.key], pressed = button(event.key);
    if (!deed && !pressed) return;
    event.preventDefault();
    if (deed) { deed(); return; }
    pressed.focus();
    pressed.click();
  });

  // out of a menu, or out of the text to where single keys work again
  function leave(event) {
    const menu = page.querySelector("details[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); } else if (event.target.closest("[data-composer]")) page.querySelector(".talk-scroll").focus();
  }

  document.addEventListener("click", (event) => {
    for (const menu of page.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
}
