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
}

export async function leave({ part, post, say, known }) {
  const { name, email } = part("who").elements;
  const answer = await post("me", { name: name.value, email: email.value }).catch(() => ({}));
  if (answer.status !== 200) return say(answer.words ?? "This could not be sent. Please try again.");
  say("Thank you. That is noted.");
  known();
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
