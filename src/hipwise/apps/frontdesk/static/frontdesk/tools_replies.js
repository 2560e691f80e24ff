// Saved replies: one tap puts the words where the cursor is, nothing is sent. Without script a button brings the page
// back with the words in it.

for (const menu of document.querySelectorAll("[data-replies]")) {
  const form = menu.closest("form");
  const text = form.elements.body;
  const find = menu.querySelector("[data-reply-find]");
  const none = menu.querySelector("[data-reply-none]");
  const buttons = [...menu.querySelectorAll(".reply-one")];
  if (!find) continue;
  find.hidden = buttons.length < 5;

  const shown = () => buttons.filter((one) => !one.parentElement.hidden);

  find.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/);
    for (const one of buttons) {
      const said = `${one.textContent} ${one.dataset.text}`.toLowerCase();
      one.parentElement.hidden = !words.every((word) => said.includes(word));
    }
    none.hidden = shown().length > 0;
  });

  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    find.value = "";
    find.dispatchEvent(new Event("input"));
    (find.hidden ? buttons[0] : find)?.focus();
  });

  menu.addEventListener("keydown", (event) => {
    const list = shown();
    const at = list.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === find) {
      event.preventDefault();
      list[0]?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = event.key === "ArrowDown" ? at + 1 : at - 1;
      if (next < 0 && !find.hidden) find.focus();
      else list[Math.max(0, Math.min(next, list.length - 1))]?.focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      menu.open = false;
      text.focus();
    }
  });

  menu.addEventListener("click", (event) => {
    const one = event.target.closest(".reply-one");
    if (!one) return;
    event.preventDefault();
    put(text, one.dataset.text);
    menu.open = false;
    text.focus();
    const token = form.elements.csrfmiddlewaretoken.value;
    fetch(one.dataset.used, { method: "POST", headers: { "X-CSRFToken": token }, keepalive: true }).catch(() => {});
  });
}

// Words in the middle of others stand apart from them by a space.
function put(text, words) {
  const before = text.value.slice(0, text.selectionStart);
  const after = text.value.slice(text.selectionEnd);
  const glue = (side, end) => (side && !/\s/.test(end) ? " " : "");
  text.setRangeText(glue(before, before.slice(-1)) + words + glue(after, after[0]), text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
