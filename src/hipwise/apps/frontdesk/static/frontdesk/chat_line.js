// The line to the clinic: everything after the last message heard, by a stream of events; where a proxy lets no stream
// through, by asking again and again. What the line brings may come twice or late: whoever hears it goes by the numbers.
const QUIET = 35000; // the server says something every 15 seconds: a longer silence is a dead line
const DULL = 2; // streams in a row that brought nothing, before asking instead
const ASKS = 20; // asks before the next stream is tried

/** Keep listening. `hear` has a function for each event; `reopen` gets a fresh key where the old one opens nothing. What
 *  comes back, called with true, opens the line anew. */
export function line({ door, key, after, hear, reopen }) {
  let control, nudge, heard = Date.now(), tries = 0, dull = 0, asks = 0, away = false;

  const pause = (time) => new Promise((done) => {
    const timer = setTimeout(done, time);
    nudge = () => { clearTimeout(timer); done(); };
  });
  const reach = (address) => fetch(address, {
    headers: { "X-Chat-Key": key(), "Last-Event-ID": after() }, cache: "no-store", signal: control.signal,
  });

  const take = (block) => {
    let event = "message", data = "";
    for (const row of block.split(/\r?\n/)) {
      if (row.startsWith("event:")) event = row.slice(6).trim();
      if (row.startsWith("data:")) data += row.slice(5);
    }
    if (data) hear[event]?.(JSON.parse(data));
  };

  async function stream() {
    let timer, text = "";
    const feed = () => { heard = Date.now(); clearTimeout(timer); timer = setTimeout(() => control.abort(), QUIET); };
    feed();
    dull += 1;
    try {
      const answer = await reach(`${door}stream/`).catch((wrong) => { if (!control.signal.aborted) dull -= 1; throw wrong; });
      if (answer.status === 403) return await reopen();
      if (!answer.headers.get("Content-Type")?.startsWith("text/event-stream")) return;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        feed();
        dull = tries = 0;
        hear.line?.(true);
        const blocks = (text + value).split(/\r?\n\r?\n/);
        text = blocks.pop();
        blocks.forEach(take);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async function ask() {
    const { news } = await import("./chat_ask.js");
    const found = await news(reach, `${door}news/?desk&after=${after()}`, hear);
    if (found === "lost") return reopen();
    tries = 0;
    asks += 1;
    if (asks % ASKS === 0) dull = DULL - 1;
  }

  async function run() {
    for (;;) {
      if (away) await pause(2 ** 31 - 1);
      control = new AbortController();
      const asking = dull >= DULL;
      await (asking ? ask() : stream()).catch(() => hear.line?.(false));
      const next = asking && !tries ? (document.hidden ? 15000 : 3000) : Math.min(15000, 500 * 2 ** tries) * (0.5 + Math.random());
      tries = Math.min(tries + (asking ? 0 : 1), 6);
      if (!away) await pause(next);
    }
  }

  // Awake again after sleep, or back from nowhere: at once, not after the pause or the watchdog.
  const again = (sure) => {
    if (sure || Date.now() - heard > QUIET / 2) control?.abort();
    tries = dull = 0;
    nudge?.();
  };
  addEventListener("online", () => again(true));
  document.addEventListener("visibilitychange", () => document.hidden || again(false));
  addEventListener("pagehide", () => { away = true; control?.abort(); });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) { away = false; again(true); } });
  run();
  return again;
}
