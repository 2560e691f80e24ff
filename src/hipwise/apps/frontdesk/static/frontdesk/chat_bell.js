// A small sound for an answer. Off until somebody turns it on; the browser remembers it.
const NAME = "chat-sound";

export function bell(button) {
  let audio, on = false;
  const show = () => {
    button.setAttribute("aria-pressed", String(on));
    button.title = on ? "Sound is on" : "Sound is off";
  };
  const ring = () => {
    if (!on) return;
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
  };
  try { on = localStorage.getItem(NAME) === "on"; } catch { /* it starts off */ }
  button.addEventListener("click", () => {
    on = !on;
    try { localStorage.setItem(NAME, on ? "on" : "off"); } catch { /* remembered as long as the page is */ }
    show();
    ring();
  });
  show();
  return ring;
}
