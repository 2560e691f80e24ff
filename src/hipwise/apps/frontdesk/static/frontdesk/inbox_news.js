// News from the server: a stream, and while that does not get through, questions every few seconds.
const POLL = 4000, AGAIN = 20_000;
const SIGNED_OUT = "You are signed out, so nothing new shows here. What you wrote is kept: load the page again and sign in.";
const NO_LINE = "No connection. What changes does not show here until it is back; what you write is kept.";

export function news(page, to) {
  const talk = page.dataset.talk;
  let source = null, timer = 0, again = 0, failed = 0, over = false;

  function connect() {
    clearTimeout(again);
    const after = to.last();
    source?.close();
    source = new EventSource(`${page.dataset.stream}${talk ? `?talk=${talk}&after=${after}` : ""}`);
    source.addEventListener("open", () => { clearTimeout(timer); timer = 0; failed = 0; to.line(""); });
    source.addEventListener("message", (event) => to.message(JSON.parse(event.data)));
    for (const kind of ["marks", "typing", "inbox"]) source.addEventListener(kind, (event) => to[kind](JSON.parse(event.data)));
    source.addEventListener("error", () => {
      ask();
      if (source.readyState === EventSource.CLOSED) again = setTimeout(connect, AGAIN);
    });
  }

  function ask() {
    if (timer || over) return;
    timer = setTimeout(async () => {
      try {
        const answer = await fetch(talk ? `${page.dataset.url}news/?after=${to.last()}` : page.dataset.rows, { redirect: "manual" });
        if (answer.type === "opaqueredirect" || answer.status === 403) { end(); return; }
        if (!answer.ok) throw new Error(answer.status);
        if (failed) to.line("");
        failed = 0;
        if (talk) {
          const said = await answer.json();
          said.messages.forEach(to.message);
          to.marks(said.marks);
        }
        to.inbox();
      } catch {
        failed += 1;
        if (failed === 2) to.line(NO_LINE);
      }
      timer = 0;
      if (source.readyState !== EventSource.OPEN) ask();
    }, POLL);
  }

  function end() {
    over = true;
    source.close();
    clearTimeout(again);
    to.line(SIGNED_OUT);
  }

  // a page that was put aside is given back by the browser with a dead stream
  window.addEventListener("pageshow", (event) => { if (event.persisted && !over) connect(); });
  window.addEventListener("online", () => { if (!over) connect(); });
  window.addEventListener("pagehide", () => source?.close());
  connect();
}
