// The contact form inside the chat's window while nobody is there: the form's own page does the work, this shows it here.
import { spare } from "./write.js";

const read = (text) => new DOMParser().parseFromString(text, "text/html");

// What a page of the form's is drawn with and is not here yet.
const dress = (place, page) => {
  for (const style of page.querySelectorAll("link[href*='/write'], link[href*='/card']")) {
    if (!document.querySelector(`link[href="${style.getAttribute("href")}"]`)) place.before(style);
  }
};

/** Put the form into `place`; what stands in the chat's `field` moves into it, whenever the desk has closed. */
export async function write(place, field) {
  const move = () => {
    const body = place.querySelector("form.write textarea");
    if (body && field.value) { body.value = field.value; field.value = ""; }
  };
  if (place.dataset.ready) return move();
  place.dataset.ready = "1";
  const answer = await fetch(place.dataset.address).catch(() => null);
  const page = answer?.ok && read(await answer.text());
  const form = page && page.querySelector("form.write");
  if (!form) { delete place.dataset.ready; return; }
  dress(place, page);
  place.lastElementChild.replaceWith(form);
  move();
  spare(form);
  place.addEventListener("submit", (event) => { event.preventDefault(); send(place, event.target); });
}

async function send(place, form) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  button.disabled = false;
  const page = answer && read(await answer.text()), again = page?.querySelector("form.write");
  if (!again && !answer?.ok) {
    const said = place.querySelector("[data-lost]") ?? form.appendChild(document.createElement("p"));
    Object.assign(said, { className: "chat-note", role: "alert", textContent: "That did not get through. Nothing is lost: please try again." });
    said.dataset.lost = "";
    return;
  }
  dress(place, page);
  if (again) {
    form.replaceWith(again);
    spare(again);
  } else place.replaceChildren(...page.querySelector("main").children);
  const first = place.querySelector("[role=alert], h1");
  if (first) first.tabIndex = -1;
  first?.focus();
}
