// The chat's window over any page: a dialog, so that focus stays in it, Escape closes it and focus goes back.
import { chat } from "./chat.js";

let made;

async function make(link) {
  const answer = await fetch(link.dataset.window);
  if (!answer.ok) throw new Error(answer.status);
  const dialog = document.createElement("dialog");
  dialog.className = "chat-sheet";
  dialog.setAttribute("aria-labelledby", "chat-title");
  dialog.innerHTML = await answer.text();
  const style = dialog.querySelector("link");
  document.body.append(dialog);
  await new Promise((done) => { style.onload = style.onerror = done; });
  const talk = await chat(dialog.querySelector("[data-chat]"), {
    shown: () => dialog.open && !document.hidden,
    unread: (number) => badge(link, number),
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  fit(dialog);
  return { dialog, talk };
}

// A phone's keyboard lies over the page: the window ends above it.
function fit(dialog) {
  const seen = window.visualViewport;
  const keys = () => dialog.style.setProperty("--keys", `${Math.max(0, innerHeight - seen.height - seen.offsetTop)}px`);
  seen?.addEventListener("resize", keys);
}

function badge(link, number) {
  const count = link.querySelector("[data-unread]");
  count.textContent = number || "";
  count.nextElementSibling.textContent = number ? `(${number} new)` : "";
}

const ready = (link) => {
  made ??= make(link).catch((wrong) => { made = null; throw wrong; });
  return made;
};

export const watch = ready;

export async function show(link) {
  const { dialog, talk } = await ready(link);
  if (!dialog.open) dialog.showModal();
  talk.show();
}
