// One chat window, live. The server draws every bubble; this puts them in order, says what is on its way, and keeps the
// reader's place. Without it the same window is a page with a form.
import { line } from "./chat_line.js";
import { kept, number, outbox } from "./chat_outbox.js";
import { bell } from "./chat_bell.js";

const TYPING = 6000;

/** Bring a window to life. `shown`: whether somebody sees it now; `unread` hears how many answers they have not seen. */
export async function chat(root, { shown = () => !document.hidden, unread = () => {} } = {}) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const [log, talk, form, note, said, writing, fresh] = ["log", "talk", "compose", "note", "said", "typing", "fresh"].map(part);
  const field = form.elements.body, url = { ...root.dataset }, title = document.title, ring = bell(part("sound"));
  let key = form.elements.key.value, last = 0, heard = 0, marks = {}, state = {}, typed = 0, calm, marking;

  const post = async (address, body, more) => {
    const answer = await fetch(address, {
      method: "POST", headers: { "Content-Type": "application/json", "X-Chat-Key": key }, body: JSON.stringify(body), ...more,
    });
    const found = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    return { ...found, status: answer.status, wait: Number(answer.headers.get("Retry-After")) };
  };

  // Bubbles

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const toEnd = () => { log.scrollTop = log.scrollHeight; fresh.hidden = true; };
  const drawn = (html) => {
    const box = document.createElement("template");
    box.innerHTML = html;
    return box.content.firstElementChild;
  };
  const put = (html) => {
    const bubble = drawn(html), old = talk.querySelector(`[data-client="${bubble.dataset.client}"]`);
    if (old?.dataset.seq) return null;
    old?.remove();
    const seq = Number(bubble.dataset.seq);
    let before = talk.lastElementChild;
    while (before && !(Number(before.dataset.seq) < seq)) before = before.previousElementSibling;
    if (before) before.after(bubble);
    else talk.prepend(bubble);
    last = Math.max(last, seq);
    return bubble;
  };
  const pending = ({ client, body }) => {
    const bubble = part("pending").content.firstElementChild.cloneNode(true);
    bubble.dataset.client = client;
    bubble.querySelector(".b").textContent = body;
    talk.append(bubble);
  };
  const status = (client, words) => {
    const found = talk.querySelector(`[data-client="${client}"]:not([data-seq]) [data-mark]`);
    if (found) found.textContent = words;
  };

  // Marks: how far each side got

  const showMarks = () => {
    for (const bubble of talk.querySelectorAll(".me[data-seq]")) {
      const seq = Number(bubble.dataset.seq);
      bubble.querySelector("[data-mark]").textContent =
        seq <= marks.clinic_read ? "seen" : seq <= marks.clinic_got ? "delivered" : "sent";
    }
  };
  const settle = () => {
    const read = marks.visitor_read ?? 0, seen = shown();
    const waiting = seen ? 0 : [...talk.querySelectorAll("[data-seq]:not(.me)")].filter((one) => one.dataset.seq > read).length;
    unread(waiting);
    document.title = waiting ? `(${waiting}) ${title}` : title;
    if (!last || (seen ? read : marks.visitor_got ?? 0) >= last) return;
    clearTimeout(marking);
    marking = setTimeout(() => {
      marks = { ...marks, visitor_got: last, visitor_read: shown() ? last : read };
      post(url.seen, { got: last, read: marks.visitor_read }).catch(() => {});
    }, 300);
  };

  // What the line brings

  const hear = {
    message(one) {
      heard = Math.max(heard, one.seq);
      const stay = isAtEnd(), bubble = put(one.html);
      card(one.card);
      if (!bubble) return;
      if (one.side !== "visitor") {
        hear.typing({});
        said.textContent = bubble.textContent.replace(/\s+/g, " ");
        ring();
      }
      if (stay) toEnd();
      else fresh.hidden = false;
      showMarks();
      settle();
    },
    marks(now) {
      marks = { ...now, visitor_read: Math.max(now.visitor_read, marks.visitor_read ?? 0) };
      showMarks();
      settle();
    },
    typing({ typing, who }) {
      clearTimeout(calm);
      writing.textContent = typing === "clinic" ? `${who || "Somebody"} is writing` : "";
      if (typing) calm = setTimeout(hear.typing, TYPING, {});
    },
    desk(now) {
      state = { ...state, ...now };
      part("words").textContent = now.words;
      root.classList.toggle("is-open", now.open);
      face();
    },
    line(holds) { if (holds && navigator.onLine) offline(false); },
  };
  let shownCard = "";
  const card = (html) => { if (html && html !== shownCard) part("card").innerHTML = shownCard = html; };
  const offline = (is) => { part("offline").hidden = !is; };

  // With nobody there and nothing said yet, the window is the contact form.
  const face = () => {
    const talking = state.open || talk.children.length > 0;
    part("title").textContent = talking ? "Chat with the clinic" : "We’re closed just now";
    part("later").hidden = state.open || !talking;
    part("write").hidden = talking;
    part("talking").hidden = !talking;
    if (!talking) import("./chat_write.js").then((module) => module.write(part("write"), field)).catch(() => {});
    else if (part("write").dataset.ready) field.value ||= part("write").querySelector("[name=body]")?.value ?? "";
    part("me").hidden = !last || state.reachable || part("me").dataset.done === "1";
  };

  // What goes out

  const say = (words) => { note.textContent = words; };
  const box = outbox({
    key: () => key,
    place: root.dataset.fixed,
    async send({ client, body, files }) {
      const way = { keepalive: true, signal: AbortSignal.timeout(20000) };
      const answer = await post(url.say, { client, body, files }, way);
      if (answer.status !== 403) return answer;
      await open();
      return post(url.say, { client, body, files }, way);
    },
    tell: {
      sent(item, answer) {
        put(answer.html);
        card(answer.card);
        showMarks();
        say("");
        face();
      },
      waiting(item, answer) {
        status(item.client, "not sent yet, will try again");
        say(answer.words ?? "");
      },
      refused(item, answer) {
        talk.querySelector(`[data-client="${item.client}"]`)?.remove();
        field.value = [item.body, field.value].filter(Boolean).join("\n\n");
        say(answer.words ?? "This could not be sent. Please try again.");
        face();
      },
    },
  });
  const submit = () => {
    const body = field.value.trim(), files = (root.files ?? []).splice(0);
    if (!body && !files.length) return;
    const item = { client: number(), body, files };
    field.value = "";
    box.draft("");
    say("");
    pending(item);
    toEnd();
    box.add(item);
  };

  async function open() {
    const answer = await post(url.open, {});
    if (answer.status !== 200) throw new Error(answer.status);
    key = form.elements.key.value = answer.key;
    state = answer;
    answer.html.forEach(put);
    heard = Math.max(heard, answer.last_seq);
    part("older").hidden = !answer.older;
    card(answer.card);
    marks = answer.marks;
    hear.desk(answer);
    showMarks();
    settle();
  }

  async function older() {
    const first = talk.querySelector("[data-seq]")?.dataset.seq ?? 0, height = log.scrollHeight;
    const answer = await fetch(`${url.older}?before=${first}`, { headers: { "X-Chat-Key": key } });
    if (!answer.ok) return;
    const found = await answer.json();
    found.html.forEach(put);
    showMarks();
    part("older").hidden = !found.older;
    log.scrollTop += log.scrollHeight - height;
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  field.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && !matchMedia("(pointer: coarse)").matches;
    if (!sends) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", () => {
    box.draft(field.value);
    if (!last || Date.now() - typed < 3000) return;
    typed = Date.now();
    post(url.typing, {}).catch(() => {});
  });
  part("older").addEventListener("click", (event) => { event.preventDefault(); older().catch(() => {}); });
  fresh.addEventListener("click", () => { toEnd(); field.focus(); });
  log.addEventListener("scroll", () => { if (isAtEnd()) fresh.hidden = true; });
  part("me").addEventListener("submit", async (event) => {
    event.preventDefault();
    const { name, email } = event.target.elements;
    const answer = await post(url.me, { name: name.value, email: email.value }).catch(() => ({}));
    if (answer.status !== 200) return say(answer.words ?? "This could not be sent. Please try again.");
    event.target.dataset.done = "1";
    say("Thank you. That is noted.");
    face();
    field.focus();
  });
  part("not-now").addEventListener("click", () => { part("me").dataset.done = "1"; face(); field.focus(); });
  addEventListener("offline", () => offline(true));
  addEventListener("online", () => offline(false));
  for (const event of ["visibilitychange", "focusin"]) document.addEventListener(event, settle);

  // Begin: what this tab could not send last time comes first, with the key it was written under.
  const before = kept(key, root.dataset.fixed);
  if (before?.items.length) key = before.key;
  root.classList.add("live");
  for (const hidden of root.querySelectorAll("[data-live]")) hidden.hidden = false;
  if (before) {
    field.value ||= before.draft ?? "";
    box.items.push(...before.items);
    before.items.forEach(pending);
  }
  offline(!navigator.onLine);
  await open().catch(() => {});
  box.flush();
  line({ url, key: () => key, after: () => heard, hear, reopen: open });

  return {
    show(focus = true) {
      toEnd();
      if (focus) (matchMedia("(pointer: coarse)").matches ? part("title") : field).focus();
      settle();
    },
  };
}
