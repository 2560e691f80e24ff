// Two small kindnesses of the booking pages: the reader's own time where it differs from the clinic's,
// and how long a time is still kept. Without script the pages say the same in clinic time.

const shownIn = (zone, moment, more = {}) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", ...more }).format(moment);
const dayIn = (zone, moment) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short" }).format(moment);

const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const list of document.querySelectorAll("[data-zone]")) {
  for (const time of list.querySelectorAll("time")) {
    const moment = new Date(time.dateTime);
    const sameDay = dayIn(mine, moment) === dayIn(list.dataset.zone, moment);
    const here = shownIn(mine, moment, sameDay ? {} : { weekday: "short" });
    if (sameDay && here === shownIn(list.dataset.zone, moment)) continue;
    const words = document.createElement("span");
    words.textContent = `${here} for you`;
    time.closest("button").append(words);
    for (const note of document.querySelectorAll("[data-elsewhere]")) note.hidden = false;
  }
}

for (const kept of document.querySelectorAll("[data-until]")) {
  const until = new Date(kept.dataset.until);
  const left = kept.querySelector("[data-left]");
  const say = () => {
    const minutes = Math.ceil((until - Date.now()) / 60000);
    if (minutes > 0) {
      if (minutes > 120) return;
      left.textContent = minutes === 1 ? ", one more minute" : `, ${minutes} more minutes`;
      return;
    }
    kept.hidden = true;
    for (const note of document.querySelectorAll("[data-ran-out]")) note.hidden = false;
    clearInterval(ticking);
  };
  const ticking = setInterval(say, 20000);
  say();
}
