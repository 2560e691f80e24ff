// One chat window, live. The server draws every bubble; this puts them in order, says what is on its way, and keeps the
// reader's place. Without it the same window is a page with a form.
import { bringing } from "./bring.js";
import { line } from "./chat_line.js";
import { kept, number, outbox } from "./chat_outbox.js";

const touch = matchMedia("(pointer: coarse)");

/** Bring a window to life. `shown`: whether somebody sees it now; `unread` hears how many answers they have not seen. */
export async function chat(root, { shown = () => !document.hidden, unread = () => {} } = {}) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const { door, fixed, fileStyle, cardStyle, offerStyle } = root.dataset, { title } = document;
  const log = part("log"), list = part("talk"), form = part("compose"), fresh = part("fresh"), field = form.elements.body;
  let key = form.elements.key.value, last = 0, heard = 0, marks = {}, state = {}, typed = 0, declined, calm, marking, again;

  const post = async (name, body, more) => {
    const headers = { "Content-Type": "application/json", "X-Chat-Key": key };
    const answer = await fetch(`${door}${name}/`, { method: "POST", headers, body: JSON.stringify(body), ...more });
    const found = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    return { ...found, status: answer.status, wait: Number(answer.headers.get("Retry-After")) };
  };
  const say = (words) => { part("note").textContent = words; };
  const style = (href) => {
    if (document.querySelector(`link[href="${href}"]`)) return;
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  };

  // Bubbles

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const toEnd = () => { log.scrollTop = log.scrollHeight; fresh.hidden = true; };
  const put = (html) => {
    const box = document.createElement("template");
    box.innerHTML = html;
    const bubble = box.content.firstElementChild, { seq, client } = bubble.dataset;
    const old = list.querySelector(`[data-client="${client}"]`);
    if (bubble.querySelector(".files")) style(fileStyle);
    if (bubble.querySelector(".offer-state")) style(offerStyle);
    last = Math.max(last, seq); // also what the server drew into the page
    if (old?.dataset.seq) return null;
    old?.remove();
    let before = list.lastElementChild;
    while (before && !(Number(before.dataset.seq) < seq)) before = before.previousElementSibling;
    if (before) before.after(bubble);
    else list.prepend(bubble);
    return bubble;
  };
  const pending = ({ client, body, files: sent }) => {
    const bubble = part("pending").content.firstElementChild.cloneNode(true);
    bubble.dataset.client = client;
    bubble.querySelector(".b").textContent = body || (sent[1] ? `${sent.length} files` : "1 file");
    list.append(bubble);
  };
  const onItsWay = ({ client }) => list.querySelector(`[data-client="${client}"]:not([data-seq])`);

  // Marks: how far each side got

  const showMarks = () => {
    for (const bubble of list.querySelectorAll(".me[data-seq]")) {
      const { seq } = bubble.dataset;
      bubble.querySelector("[data-mark]").textContent = seq <= marks.clinic_read ? "seen" : seq <= marks.clinic_got ? "delivered" : "sent";
    }
  };
  const settle = () => {
    if (list.querySelector("[data-left]")) more("turn");
    const seen = shown(), { visitor_read: read = 0, visitor_got: got = 0 } = marks;
    const waiting = seen ? 0 : [...list.querySelectorAll("[data-seq]:not(.me)")].filter(({ dataset }) => dataset.seq > read).length;
    unread(waiting);
    document.title = waiting ? `(${waiting}) ${title}` : title;
    if ((seen ? read : got) >= last) return;
    clearTimeout(marking);
    marking = setTimeout(() => {
      marks = { ...marks, visitor_got: last, visitor_read: shown() ? last : read };
      post("seen", { got: last, read: marks.visitor_read }).catch(() => {});
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
        part("said").textContent = bubble.textContent.replace(/\s+/g, " ");
        talk.ring?.();
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
      const stay = isAtEnd();
      part("typing").textContent = typing === "clinic" ? `${who || "Somebody"} is writing` : "";
      if (typing) calm = setTimeout(hear.typing, 6000, {});
      if (stay) toEnd();
    },
    desk(now) {
      state = { ...state, ...now };
      part("words").textContent = now.words;
      face();
    },
    line(holds) { if (holds && navigator.onLine) offline(false); },
  };
  let drawn = "";
  const card = (html) => {
    if (!html || html === drawn) return;
    style(cardStyle);
    part("card").innerHTML = drawn = html;
    toEnd();
  };
  const offline = (is) => { part("offline").hidden = !is; };

  // With nobody there and nothing said yet, the window is the contact form; in a frame one can write, and leave an address.
  const face = () => {
    const begun = state.open || list.children.length > 0, talking = begun || "framed" in root.dataset, write = part("write");
    root.classList.toggle("is-open", state.open);
    part("title").textContent = begun ? "Chat with the clinic" : state.title;
    part("later").hidden = state.open || !talking;
    part("who").hidden = (begun && !last) || state.reachable || declined;
    part("ask").open ||= !state.open;
    if (talking && !write.hidden) field.value ||= write.querySelector("textarea")?.value ?? "";
    write.hidden = talking;
    part("talking").hidden = form.hidden = !talking;
    if (!talking) import("./chat_write.js").then((module) => module.write(write, field)).catch(() => {});
  };

  // What goes out

  const box = outbox({
    key: () => key,
    place: fixed,
    async send({ client, body, files: sent }) {
      const go = () => post("say", { client, body, files: sent }, { keepalive: true, signal: AbortSignal.timeout(20000) });
      // Of two tabs that say their first word at once, the second finds the conversation that the first has begun.
      let answer = await (last || !navigator.locks ? go() : navigator.locks.request("chat", { signal: AbortSignal.timeout(9000) }, go).catch(go));
      if (answer.status === 403) {
        await open();
        answer = await go();
      }
      card(answer.card); // whether or not it could be stored
      return answer;
    },
    tell: {
      sent(item, answer) {
        put(answer.html);
        say("");
        showMarks();
        face();
        toEnd();
      },
      waiting(item, answer) {
        const bubble = onItsWay(item);
        if (bubble) bubble.querySelector("[data-mark]").textContent = "not sent yet, will try again";
        say(answer.words ?? "");
      },
      refused(item, answer) {
        onItsWay(item)?.remove();
        field.value = [item.body, field.value].filter(Boolean).join("\n\n");
        box.draft(field.value);
        files.back(item.files);
        say(answer.words ?? "This could not be sent. Please try again.");
        face();
      },
    },
  });
  const files = bringing(form, { headers: () => ({ "X-Chat-Key": key }), over: root, say });
  const submit = () => {
    const hold = files.hold();
    if (hold) return say(hold);
    const item = { client: number(), body: field.value.trim(), files: files.take() };
    if (!item.body && !item.files.length) return;
    field.value = "";
    box.draft("");
    say("");
    pending(item);
    toEnd();
    box.add(item);
  };

  async function open() {
    const answer = await post("open", {});
    if (answer.status !== 200) throw new Error(answer.status);
    if (answer.key.split(":")[0] !== key.split(":")[0]) { // another conversation than the one shown
      await more("clear");
      heard = last = 0;
      again?.(true);
    }
    key = form.elements.key.value = answer.key;
    state = answer;
    answer.html.forEach(put);
    heard ||= answer.last_seq; // what lies between is for the line to bring
    part("older").hidden = !answer.older;
    card(answer.card);
    hear.desk(answer);
    hear.marks(answer.marks);
  }

  const talk = {
    part, log, door, post, put, say, showMarks,
    key: () => key,
    go(written) { key = written; return open().then(() => again(true)); }, // on with what was begun in another tab
    known() { state.reachable = true; face(); field.focus(); },
    show(focus = true) {
      toEnd();
      if (focus) (touch.matches ? part("title") : field).focus();
      settle();
    },
  };
  const more = (deed) => import("./chat_more.js").then((module) => module[deed](talk)).catch(() => {});
  for (const [name, event, deed] of [["older", "click", "older"], ["who", "submit", "leave"], ["sound", "click", "sound"]]) {
    part(name).addEventListener(event, (happened) => { happened.preventDefault(); more(deed); });
  }
  part("not-now").addEventListener("click", () => { declined = true; face(); field.focus(); });
  part("ask").addEventListener("toggle", toEnd);
  fresh.addEventListener("click", () => { toEnd(); field.focus(); });
  log.addEventListener("scroll", () => { if (isAtEnd()) fresh.hidden = true; });
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || touch.matches) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", () => {
    box.draft(field.value);
    if (!last || Date.now() - typed < 3000) return;
    typed = Date.now();
    post("typing", {}).catch(() => {});
  });
  addEventListener("offline", () => offline(true));
  addEventListener("online", () => offline(false));
  for (const event of ["visibilitychange", "focusin"]) document.addEventListener(event, settle);

  // Begin. What this tab could not send last time goes first, with the key it was written under.
  const before = kept(key, fixed);
  if (before) {
    if (before.items.length) key = before.key;
    field.value ||= before.draft;
    box.items.push(...before.items);
    before.items.forEach(pending);
    box.draft(field.value);
  }
  root.classList.add("live");
  for (const one of root.querySelectorAll("[data-live]")) one.hidden = one.disabled = false;
  try { if (localStorage.getItem("chat-sound") === "on") more("sound"); } catch { /* it stays silent */ }
  offline(!navigator.onLine);
  await open().catch(() => {});
  box.flush();
  again = line({ door, key: () => key, after: () => heard, hear, reopen: open });
  return talk;
}
