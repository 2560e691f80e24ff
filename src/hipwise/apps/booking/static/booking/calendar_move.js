// Moving and lengthening: by pointer (a long press on touch) and by key. Nothing is sent before Save or Enter; Escape
// puts it back. What was dropped stands as a ghost until then, and a refusal says why and leaves everything as it was.
import { send } from "./calendar_send.js";

const LONG_PRESS = 450;
const SLACK = 5;

export function mover(page, { say, fresh }) {
  const bar = page.querySelector("[data-bar]");
  const part = (name) => bar.querySelector(`[data-bar-${name}]`);
  let move = null, drag = null, swallow = false, saving = false;

  const columns = () => [...page.querySelectorAll("[data-column]")];
  const ticks = () => page.querySelector("[data-ticks]").dataset.ticks.split(" ");

  function begin(link) {
    if (move) end();
    const column = link.closest("[data-column]");
    const { row, rows, before, after } = Object.fromEntries(Object.entries(link.dataset).map(([key, value]) => [key, Number(value)]));
    const item = link.closest("li");
    const ghost = item.cloneNode(true);
    ghost.removeAttribute("id");
    ghost.setAttribute("aria-hidden", "true");
    ghost.querySelector("a").removeAttribute("data-visit");
    ghost.querySelector("a").tabIndex = -1;
    item.classList.add("is-lifted");
    move = { link, item, ghost, name: link.querySelector("b").textContent, from: { column, row, rows }, column, row, rows, before, after, version: link.dataset.version };
    fresh.hold();
    bar.hidden = false;
    part("why").hidden = part("overlap").hidden = true;
    part("reason").value = "";
    part("save").textContent = "Save";
    part("tell").checked = true;
    draw();
    link.focus({ preventScroll: true });
    say(`Moving ${move.name}. Arrow keys move it, plus and minus change its length, Enter saves, Escape leaves it.`);
  }

  function words() {
    const all = ticks();
    const shown = (tick) => tick ? tick.replace(/^0/, "").replace("+", " for the second time") : "the end of the day";
    const until = all[move.row + move.rows];
    return `${move.column.dataset.when}, ${shown(all[move.row])} to ${shown(until)}, with ${move.column.dataset.name}`;
  }

  function draw() {
    const at = (row) => `kh${Math.floor(row / 12)} km${row % 12}`;
    const long = (rows) => `kx${Math.floor(rows / 12)} ky${rows % 12}`;
    move.ghost.className = move.item.className.replace(/\bk[hmxylwbe]\d+\b|is-lifted|is-short/g, "").trim();
    move.ghost.className += ` cal-ghost ${at(move.row)} ${long(move.rows)} kb0 ke0 kl0 kw1${move.rows < 6 ? " is-short" : ""}`;
    move.column.querySelector(".cal-list").append(move.ghost);
    const all = ticks(), clean = (tick) => (tick || "24:00").replace(/^0|\+/g, "");
    move.ghost.querySelector(".cal-when").textContent = `${clean(all[move.row])}–${clean(all[move.row + move.rows])}`;
    part("to").textContent = `${move.name}: ${words()}`;
  }

  function put(change) {
    const size = ticks().length;
    Object.assign(move, change);
    move.rows = Math.max(1, Math.min(move.rows, 96));
    move.row = Math.max(0, Math.min(move.row, size - move.rows));
    draw();
    move.ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function beside(step) {
    const all = columns();
    return all[all.indexOf(move.column) + step] || move.column;
  }

  function nudge(key, big) {
    const step = big ? 3 : 1;
    const changes = { ArrowUp: () => ({ row: move.row - step }), ArrowDown: () => ({ row: move.row + step }), ArrowLeft: () => ({ column: beside(-1) }), ArrowRight: () => ({ column: beside(1) }), "+": () => ({ rows: move.rows + step }), "=": () => ({ rows: move.rows + step }), "-": () => ({ rows: move.rows - step }), _: () => ({ rows: move.rows - step }) };
    if (!changes[key]) return false;
    put(changes[key]());
    say(words());
    return true;
  }

  async function save() {
    if (saving) return;
    const tick = ticks()[move.row];
    if (move.row === move.from.row && move.rows === move.from.rows && move.column === move.from.column && !move.stale) { end(); say("Left as it was."); return; }
    saving = true;
    const sent = move;
    const answer = await send(page, `${new URL(move.link.href).pathname}move/`, {
      version: move.version,
      practitioner: move.column.dataset.who,
      place: move.link.dataset.place,
      day: move.column.dataset.day,
      at: tick.replace("+", ""),
      again: tick.endsWith("+") ? "on" : undefined,
      minutes: move.rows * 5,
      tell: part("tell").checked ? "on" : undefined,
      overlap_reason: part("reason").value,
    });
    saving = false;
    if (move !== sent) return;
    if (answer.ok) { end(); say(answer.words); await fresh.now(); return; }
    if (answer.code === "changed") { move.version = answer.version; move.stale = true; part("save").textContent = "Save mine over it"; }
    if (answer.overlap) part("overlap").hidden = false;
    complain(answer.words);
    if (answer.overlap) part("reason").focus(); else part("save").focus();
  }

  function complain(why) {
    part("why").textContent = why;
    part("why").hidden = false;
    if (!move) { bar.hidden = false; part("to").textContent = ""; }
  }

  function end() {
    bar.hidden = true;
    if (!move) return;
    const { link, item, ghost } = move;
    ghost.remove();
    item.classList.remove("is-lifted");
    move = null;
    if (link.isConnected) link.focus({ preventScroll: true });
    fresh.release();
  }

  function leave() {
    const was = move;
    end();
    if (was) say(`${was.name} is left as it was.`);
    fresh.now();
  }

  part("save").addEventListener("click", () => move ? save() : leave());
  part("leave").addEventListener("click", leave);
  for (const button of bar.querySelectorAll("[data-nudge]")) button.addEventListener("click", () => move && nudge(button.dataset.nudge, false));

  page.addEventListener("keydown", (event) => {
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { event.preventDefault(); leave(); return; }
    const typing = event.target.closest("input:not([type=checkbox])");
    if (event.key === "Enter" && (typing || event.target === move.link)) { event.preventDefault(); event.stopImmediatePropagation(); save(); return; }
    if (!typing && event.target.closest("a[data-visit], [data-bar]") && nudge(event.key, event.shiftKey)) event.preventDefault();
  });

  // by pointer

  const rowHeight = (column) => column.querySelector("[data-body]").getBoundingClientRect().height / ticks().length;

  page.addEventListener("pointerdown", (event) => {
    const link = event.target.closest("a[data-row]");
    if (!link || event.button || saving) return;
    const box = link.getBoundingClientRect();
    drag = { link, x: event.clientX, y: event.clientY, grip: event.clientY > box.bottom - 9 && box.height > 24, on: false, touch: event.pointerType !== "mouse", id: event.pointerId };
    if (drag.touch) { const mine = drag; mine.timer = setTimeout(() => drag === mine && lift(), LONG_PRESS); }
  });

  function lift() {
    drag.on = swallow = true;
    clearTimeout(drag.timer);
    if (move?.link !== drag.link) begin(drag.link);
    drag.row = move.row;
    drag.rows = move.rows;
    drag.unit = rowHeight(move.column);
    page.classList.add("cal-dragging");
    try { page.setPointerCapture(drag.id); } catch { /* the pointer is gone already */ }
  }

  page.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > SLACK;
    if (!drag.on && drag.touch) { if (far) { clearTimeout(drag.timer); drag = null; } return; }
    if (!drag.on && far) lift();
    if (!drag?.on) return;
    event.preventDefault();
    const by = Math.round((event.clientY - drag.y) / drag.unit);
    const under = columns().find((column) => { const box = column.getBoundingClientRect(); return event.clientX >= box.left && event.clientX < box.right; });
    put(drag.grip ? { rows: drag.rows + by } : { row: drag.row + by, column: under || move.column });
  });

  function drop() {
    if (!drag) return;
    clearTimeout(drag.timer);
    if (drag.on) { page.classList.remove("cal-dragging"); say(words()); part("save").focus({ preventScroll: true }); setTimeout(() => { swallow = false; }, 0); }
    drag = null;
  }
  page.addEventListener("pointerup", drop);
  page.addEventListener("pointercancel", () => { const was = drag?.on; drop(); if (was) leave(); });
  page.addEventListener("dragstart", (event) => { if (event.target.closest("a[data-visit]")) event.preventDefault(); });
  page.addEventListener("touchmove", (event) => { if (drag?.on) event.preventDefault(); }, { passive: false });
  page.addEventListener("contextmenu", (event) => { if (drag?.touch) event.preventDefault(); });

  return { begin, complain, isMoving: () => move !== null, swallowsClick: () => swallow || (move !== null) };
}
