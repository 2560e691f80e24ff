// What a chat window needs now and then: older messages, a name and an address left behind, the sound.
const NAME = "chat-sound";
let audio;

/** The messages before the first one shown; the reader's place stays where it is. */
export async function older({ part, log, door, key, put, showMarks }) {
  const first = part("talk").querySelector("[data-seq]")?.dataset.seq ?? 0, height = log.scrollHeight;
  const answer = await fetch(`${door}older/?before=${first}`, { headers: { "X-Chat-Key": key() } });
  if (!answer.ok) return;
  const found = await answer.json();
  found.html.forEach(put);
  showMarks();
  part("older").hidden = !found.older;
  log.scrollTop += log.scrollHeight - height;
}

/** Take away what was said in another conversation; what is on its way stays. */
export function clear({ part }) {
  for (const bubble of part("talk").querySelectorAll("[data-seq]")) bubble.remove();
  part("said").textContent = ""; // what was read aloud last is of the other one, and perhaps another person's
}

export async function leave({ part, post, say, known }) {
  const { name, email } = part("who").elements;
  const answer = await post("me", { name: name.value, email: email.value }).catch(() => ({}));
  if (answer.status !== 200) return say(answer.words ?? "This could not be sent. Please try again.");
  say("");
  const thanks = Object.assign(document.createElement("p"), { className: "chat-sys", textContent: "Thank you. That is noted." });
  part("who").after(thanks);
  part("said").textContent = thanks.textContent;
  known();
}

let turning;

/** Offered times that run out while somebody looks at them: each is drawn anew by the server at that moment. */
export function turn({ part, door, key }) {
  const soon = [...part("talk").querySelectorAll("[data-left]")].map((offer) => {
    offer.dataset.due ??= Date.now() + Math.max(1, offer.dataset.left) * 1000;
    return [Number(offer.dataset.due), offer.closest("[data-seq]")];
  }).sort(([one], [other]) => one - other)[0];
  clearTimeout(turning);
  if (soon) turning = setTimeout(draw, soon[0] - Date.now(), { part, door, key }, soon[1]);
}

async function draw(talk, old) {
  const { seq } = old.dataset, had = old.contains(document.activeElement), box = document.createElement("template");
  const answer = await fetch(`${talk.door}older/?before=${Number(seq) + 1}`, { headers: { "X-Chat-Key": talk.key() } }).catch(() => null);
  box.innerHTML = answer?.ok ? (await answer.json()).html.at(-1) : "";
  const bubble = box.content.firstElementChild;
  if (bubble?.dataset.seq === seq) {
    old.replaceWith(bubble);
    if (had) (bubble.querySelector("a") ?? talk.log).focus();
    talk.part("said").textContent = bubble.querySelector(".offer-state").textContent;
  } else old.querySelector("[data-left]").dataset.due = Date.now() + 30000; // no answer: ask again
  turn(talk);
}

/** Turn the sound on or off; the browser remembers it. Off until somebody turns it on. */
export function sound(talk) {
  const button = talk.part("sound"), on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  try { localStorage.setItem(NAME, on ? "on" : "off"); } catch { /* remembered as long as the page is */ }
  talk.ring = on ? ring : null;
  if (navigator.userActivation?.isActive !== false) talk.ring?.(); // heard by who turned it on, not on every page
}

/** A small sound; nothing where this browser wants to be touched first. */
function ring() {
  audio ??= new AudioContext();
  audio.resume().then(() => {
    const start = audio.currentTime, tone = audio.createOscillator(), loud = audio.createGain();
    tone.frequency.setValueAtTime(660, start);
    tone.frequency.setValueAtTime(880, start + 0.12);
    loud.gain.setValueAtTime(0.08, start);
    loud.gain.exponentialRampToValueAtTime(0.001, start + 0.4);
    tone.connect(loud).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.4);
  }).catch(() => {});
}
