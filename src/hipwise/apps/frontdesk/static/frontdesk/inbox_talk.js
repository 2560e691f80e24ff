// One conversation: bubbles as they come, who is typing, what is written and not yet sent.
import { bringing } from "./bring.js";
import { draft } from "./inbox_draft.js";

const HERE = 15_000, TYPING = 3000, TYPING_SHOWN = 5000;
const LOST = "This did not get through. Your text is kept: please send it again.";
const OUT = "You are signed out. Your text is kept in this window: load the page again, sign in and send it.";
const BESIDE = (names) => names.length ? `${names.join(" and ")} ${names.length > 1 ? "have" : "has"} this open too.` : "";

const bubble_of = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("li");

export function talk(page) {
  const said = page.querySelector("[data-said]"), form = page.querySelector("[data-composer]");
  const body = form.elements.body, seen = form.elements.seen, send = form.querySelector("[data-send]");
  const me = Number(page.dataset.me), url = page.dataset.url;
  const scroll = said.closest(".talk-scroll"), fresh = page.querySelector("[data-fresh]");
  const send_words = send.querySelector("[data-send-words]");
  const kept = draft(page, form);
  let others_answered = false, heard = last(), timer = 0, typed = 0, quiet = 0, sending = false;

  const is_answer = () => form.elements.mode.value === "answer";
  const token = () => form.elements.csrfmiddlewaretoken.value;
  const files = bringing(form, { headers: () => ({ "X-CSRFToken": token() }), over: page.querySelector(".inbox-talk"), say: refuse });
  const post = (to, fields = {}) => fetch(url + to, { method: "POST", redirect: "manual", body: new URLSearchParams({ csrfmiddlewaretoken: token(), ...fields }) });

  function last() {
    return Number(said.lastElementChild?.dataset.seq ?? 0);
  }

  // What was on the screen when the answer was begun. It does not move on over a colleague's answer by itself.
  function saw() {
    if (!others_answered) seen.value = Math.max(Number(seen.value), heard);
    for (const field of page.querySelectorAll("[data-seen]")) field.value = heard;
  }

  // News come in order, so everything up to the last of them is here. One's own word may overtake others: it is no news.
  function hear(one) {
    if (page.dataset.older !== undefined) return;
    heard = Math.max(heard, one.seq);
    put(one);
    saw();
  }

  // Who has gone up to read something stays there, and is told below that there is more.
  const is_at_end = () => scroll.lastElementChild.getBoundingClientRect().bottom - scroll.getBoundingClientRect().bottom < 60;
  const to_end = () => { scroll.scrollTo({ top: scroll.scrollHeight, behavior: "instant" }); fresh.hidden = true; };

  function put(one) {
    if (said.querySelector(`[data-seq="${one.seq}"]`) || page.dataset.older !== undefined) return;
    const bubble = bubble_of(one.html);
    const after = [...said.children].findLast((other) => Number(other.dataset.seq) < one.seq);
    const stay = one.author !== me && !is_at_end();
    after ? after.after(bubble) : said.prepend(bubble);
    if (stay) fresh.hidden = false;
    else to_end();
    page.querySelector("[data-typing]").textContent = "";
    const answered = one.side === "clinic" && (one.kind === "text" || one.kind === "offer") && one.author !== me;
    if (answered && is_answer() && body.value.trim()) {
      others_answered = true;
      refuse("A colleague has answered while you were writing. Read it first, then send yours if it is still needed.");
    }
    read();
    refresh();
  }

  function read() {
    if (!document.hidden && fresh.hidden) post("seen/", { read: heard }).catch(() => {});
  }

  function marks(now) {
    for (const bubble of said.querySelectorAll(".me")) {
      const place = bubble.querySelector("[data-mark]"), seq = Number(bubble.dataset.seq);
      if (place) place.textContent = now.visitor_read >= seq ? "seen" : now.visitor_got >= seq ? "delivered" : "sent";
    }
  }

  function typing(note) {
    const place = page.querySelector("[data-typing]");
    const words = note.who ? `${note.who} is typing …` : "The visitor is typing …";
    if (place.textContent !== words) place.textContent = words;
    clearTimeout(quiet);
    quiet = setTimeout(() => { place.textContent = ""; }, TYPING_SHOWN);
  }

  // The parts beside the messages, not under a hand that is choosing something in them.
  function refresh() {
    timer ||= setTimeout(async () => {
      timer = 0;
      try {
        const answer = await fetch(`${url}head/?folder=${page.dataset.folder}&page=${page.dataset.page}`, { redirect: "manual" });
        if (answer.ok) swap(await answer.text());
      } catch { /* the next news asks again */ }
    }, 300);
  }

  function swap(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const old = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!old || old.querySelector("details[open]") || old.innerHTML === part.innerHTML) continue;
      const held = old.contains(document.activeElement) ? document.activeElement.value || document.activeElement.className : "";
      old.replaceChildren(...part.childNodes);
      if (held) ([...old.querySelectorAll("button, summary, a")].find((one) => (one.value || one.className) === held) ?? body).focus({ preventScroll: true });
    }
    saw();
  }

  function refuse(words) {
    form.querySelector("[data-refused-words]").textContent = words;
    form.querySelector("[data-refused]").hidden = false;
    send_words.textContent = others_answered ? "Send it anyway" : "Send";
  }

  // Nothing is being answered any more: whatever is on the screen has been seen.
  function settle() {
    if (!others_answered && form.querySelector("[data-refused]").hidden) return;
    others_answered = false;
    form.querySelector("[data-refused]").hidden = true;
    send_words.textContent = "Send";
    saw();
  }

  async function refused(answer) {
    const why = await answer.json();
    if (why.refused === "answered") {
      others_answered = true;
      const missed = await (await fetch(`${url}news/?after=${heard}`)).json();
      missed.messages.forEach(hear);
      seen.value = heard; // it is on the screen now: the next press is a deliberate one
    }
    refuse(why.words);
  }

  async function say(event) {
    event.preventDefault();
    const hold = files.hold();
    if (hold) refuse(hold);
    if (sending || hold) return;
    sending = true;
    send.setAttribute("aria-disabled", "true");
    kept.try_it();
    const words = body.value;
    const data = new FormData(form), numbers = files.take();
    data.delete("files");
    data.delete("kept");
    for (const number of numbers) data.append("kept", number);
    const answer = await fetch(form.action, { method: "POST", redirect: "manual", headers: { Accept: "application/json" }, body: data }).catch(() => null);
    if (answer?.status === 200) said_it(await answer.json(), words);
    else {
      files.back(numbers);
      if (answer?.status === 409) await refused(answer);
      else refuse(answer?.type === "opaqueredirect" || answer?.status === 403 ? OUT : LOST);
    }
    sending = false;
    send.removeAttribute("aria-disabled");
    body.focus();
  }

  // What was typed while it was on its way stays.
  function said_it(one, words) {
    if (body.value.startsWith(words)) body.value = body.value.slice(words.length).trimStart();
    kept.forget();
    settle();
    put(one);
  }

  async function others() {
    try {
      const answer = await post("here/", said.querySelector(".kind-offer") ? { offers: "1" } : {});
      if (!answer.ok) return;
      const now = await answer.json();
      const place = page.querySelector("[data-beside]"), words = BESIDE(now.others);
      if (place.textContent !== words) place.textContent = words;
      now.offers?.forEach(turn);
    } catch { /* said again soon */ }
  }

  // An offered time is booked, taken back, or no longer kept: its bubble says so.
  function turn(html) {
    const bubble = bubble_of(html), old = said.querySelector(`[data-seq="${bubble.dataset.seq}"]`);
    const state = (one) => one?.querySelector(".offer-state")?.textContent;
    if (!old || state(old) === state(bubble)) return;
    old.replaceWith(bubble);
    refresh();
  }

  fresh.addEventListener("click", () => { to_end(); read(); body.focus(); });
  scroll.addEventListener("scroll", () => { if (!fresh.hidden && is_at_end()) { fresh.hidden = true; read(); } });
  form.addEventListener("submit", say);
  body.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  body.addEventListener("input", () => {
    if (!body.value.trim()) settle();
    if (is_answer() && Date.now() - typed > TYPING) { typed = Date.now(); post("typing/").catch(() => {}); }
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { read(); others(); } });
  page.addEventListener("toggle", (event) => { if (!event.target.open) refresh(); }, true);
  window.addEventListener("pagehide", () => navigator.sendBeacon(`${url}here/`, new URLSearchParams({ csrfmiddlewaretoken: token(), left: "1" })));
  setInterval(() => { if (!document.hidden) others(); }, HERE);
  others();
  return { last: () => heard, hear, marks, typing, others };
}
