// The chat inside another website. Here nobody is signed in, even where the browser would send a session along: what the
// chat asks for carries no cookies. The conversation's key is kept in this frame's own storage; where the browser lets a
// frame have none, the server keeps it in a cookie of this frame on this website alone.
const NAME = "chat-key";
const root = document.querySelector("[data-chat]"), list = root.querySelector("[data-talk]"), held = root.querySelector("[data-compose]").elements.key;
const around = window.parent === window ? null : window.parent, ask = window.fetch;

const tell = (what, number = 0) => around?.postMessage({ hipwise: what, number }, "*");
let kept = "";
const keep = async () => {
  if (kept === held.value || !list.children.length) return;
  kept = held.value;
  try {
    localStorage.setItem(NAME, kept);
  } catch {
    await ask("/embed/chat/keep/", { method: "POST", headers: { "X-Chat-Key": kept }, keepalive: true }).catch(() => { kept = ""; });
  }
  tabs?.postMessage(kept);
};

window.fetch = (address, how) => ask(address, { ...how, credentials: "omit" });
try { held.value = localStorage.getItem(NAME) || held.value; } catch { /* see above */ }
root.dataset.framed = "";

let shown = !around;
const alive = import("./chat.js").catch((wrong) => { document.body.classList.add("failed"); throw wrong; })
  .then(({ chat }) => chat(root, { shown: () => shown && !document.hidden, unread: (number) => tell("unread", number) }));
// Begun in another tab of this website: a window in which nothing was said yet goes on with that conversation. There
// would be two, and one key kept. It asks once, for what was begun while it was being loaded.
let tabs;
try {
  tabs = new BroadcastChannel(NAME);
  tabs.onmessage = ({ data }) => {
    if (data) alive.then((talk) => list.children.length || talk.go(data)).catch(() => {});
    else if (kept) tabs.postMessage(kept);
  };
  tabs.postMessage("");
} catch { /* then each tab goes its own way */ }
const talk = await alive;
// An address that was typed before the first word goes along with it: until then there was nothing to leave it with.
const who = root.querySelector("[data-who]");
let begun = list.children.length > 0;
const begin = () => {
  if (begun || !list.querySelector("[data-seq]")) return;
  begun = true;
  if (who.elements.name.value || who.elements.email.value) who.requestSubmit();
};
new MutationObserver(() => { keep(); begin(); }).observe(list, { childList: true });
keep();

const erase = root.querySelector("[data-erase]"), sure = erase.querySelector("[data-sure]");
sure.addEventListener("click", async () => {
  sure.disabled = true;
  const answer = await ask("/embed/chat/erase/", { method: "POST", headers: { "X-Chat-Key": held.value } }).catch(() => null);
  if (answer?.ok) {
    try { localStorage.removeItem(NAME); sessionStorage.removeItem("chat"); } catch { /* nothing was kept */ }
    location.replace("?erased");
    return;
  }
  sure.disabled = false;
  erase.lastElementChild.textContent = "It could not be erased. Please try again.";
});

const close = root.querySelector("[data-close]");
close.hidden = !around;
close.addEventListener("click", () => tell("close"));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") tell("close"); });
addEventListener("message", ({ source, data }) => {
  if (!around || source !== around || !["shown", "hidden"].includes(data?.hipwise)) return;
  shown = data.hipwise === "shown";
  if (shown) talk.show();
});
if (around) tell("ready");
else talk.show();
