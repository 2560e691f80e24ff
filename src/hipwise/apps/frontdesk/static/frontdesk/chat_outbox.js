// What was written and has not arrived yet. It outlives a reload: each message keeps its own number until the server has
// it, so that however often it is sent it is said once.
const NAME = "chat";

const whose = (key) => JSON.parse(atob(key.split(":")[0].replaceAll("-", "+").replaceAll("_", "/")))[1];

/** What this tab has kept, if it is this person's: { key, items, draft }. */
export function kept(key, place = "") {
  try {
    const found = JSON.parse(sessionStorage.getItem(NAME + place));
    return found && [0, whose(key)].includes(whose(found.key)) ? found : null;
  } catch {
    return null;
  }
}

/** A number of one's own for a message; crypto.randomUUID is there on https alone. */
export const number = () => {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/** Messages on their way. `send` brings one; `tell` hears what became of it: sent, waiting, refused. */
export function outbox({ key, place = "", send, tell }) {
  const items = [];
  let busy = false, nudge, draft = "";

  const keep = () => {
    try {
      if (items.length || draft) sessionStorage.setItem(NAME + place, JSON.stringify({ key: key(), items, draft }));
      else sessionStorage.removeItem(NAME + place);
    } catch { /* no storage here: it is kept as long as the page is */ }
  };
  const pause = (time) => new Promise((done) => { nudge = done; setTimeout(done, time); });

  async function flush() {
    if (busy) return;
    busy = true;
    for (let tries = 0; items.length;) {
      const [item] = items;
      const answer = await send(item).catch(() => ({ status: 0 }));
      const arrived = answer.status === 200;
      if (arrived || [400, 403, 413, 422].includes(answer.status)) {
        items.shift();
        keep();
        tell[arrived ? "sent" : "refused"](item, answer);
        tries = 0;
      } else {
        tell.waiting(item, answer);
        await pause(answer.wait * 1000 || Math.min(30000, 1000 * 2 ** tries) * (0.5 + Math.random() / 2));
        tries += 1;
      }
    }
    busy = false;
  }

  addEventListener("online", () => nudge?.());
  document.addEventListener("visibilitychange", () => document.hidden || nudge?.());
  return {
    items,
    flush,
    again: () => nudge?.(),
    add(item) { items.push(item); keep(); flush(); },
    draft(text) { draft = text; keep(); },
  };
}
