// Enter, M or a click on a visit opens its menu: look, move, mark, call off.
import { send } from "./calendar_send.js";

export function menu(page, { say, fresh, moving }) {
  const box = page.querySelector("[data-menu]");
  const part = (name) => box.querySelector(`[data-menu-${name}]`);
  let visit = null;

  function open(link) {
    visit = link;
    part("title").textContent = link.querySelector("b").textContent;
    part("line").textContent = link.querySelector(".cal-when").textContent;
    part("open").href = link.href;
    part("cancel").href = `${link.href}#off`;
    part("cancel").hidden = part("move").hidden = link.dataset.row === undefined;
    const marks = link.dataset.marks.split(" ");
    for (const button of box.querySelectorAll("[data-mark]")) button.hidden = !marks.includes(button.dataset.mark);
    fresh.hold();
    box.showModal();
  }

  box.addEventListener("close", () => {
    if (!moving.isMoving()) fresh.release();
    if (!moving.isMoving()) visit?.focus();
  });
  part("close").addEventListener("click", () => box.close());
  part("move").addEventListener("click", () => { const link = visit; moving.begin(link); box.close(); });
  for (const button of box.querySelectorAll("[data-mark]")) {
    button.addEventListener("click", async () => {
      const { href, dataset } = visit;
      box.close();
      const answer = await send(page, `${new URL(href).pathname}mark/`, { version: dataset.version, state: button.dataset.mark });
      say(answer.words);
      if (!answer.ok) moving.complain(answer.words);
      await fresh.now();
    });
  }

  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-visit]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!moving.swallowsClick()) open(link);
  });
  page.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("a[data-visit]");
    if (!link || event.ctrlKey || event.metaKey || event.altKey || moving.isMoving()) return;
    if (event.key === "m" || event.key === "M") { event.preventDefault(); open(link); }
  });
}
