// The calendar's page, livelier: a menu on a visit, moving by pointer and by key, and other people's changes by themselves.
// Without this file all of it is reached by links and forms.
import { live } from "./calendar_live.js";
import { menu } from "./calendar_menu.js";
import { mover } from "./calendar_move.js";
import { freeTimes } from "./calendar_free.js";

const page = document.querySelector("[data-calendar]");
if (page) {
  const said = page.querySelector("[data-say]");
  const say = (words) => { said.textContent = words; };
  const fresh = live(page);
  const moving = mover(page, { say, fresh });
  menu(page, { say, fresh, moving });
  freeTimes(page);
  page.addEventListener("change", (event) => { if (event.target.matches(".cal-go :is(select, input)")) event.target.form.requestSubmit(); });
  page.dataset.ready = "";
}
