// The staff's inbox, alive: news by stream, drafts that stay, keys. Without it every part is a link or a plain form.
import { keys } from "./inbox_keys.js";
import { list } from "./inbox_list.js";
import { news } from "./inbox_news.js";
import { talk } from "./inbox_talk.js";

const page = document.querySelector("[data-inbox]");
if (page) {
  const rows = list(page);
  const open = page.dataset.talk ? talk(page) : null;
  keys(page, rows);
  news(page, {
    last: () => open?.last() ?? 0,
    message: (one) => open?.hear(one),
    marks: (marks) => open?.marks(marks),
    typing: (note) => open?.typing(note),
    inbox: () => { rows.refresh(); open?.others(); },
    line: (words) => { const place = page.querySelector("[data-line]") ?? page.querySelector("[data-say]"); if (place.textContent !== words) place.textContent = words; },
  });
  page.dataset.ready = "";
}
