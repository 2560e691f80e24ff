// One line on another website shows a button, and in a frame behind it the clinic's chat:
//   <script src="https://clinic.example/embed/chat.js" async></script>
// data-words="…" names the button, data-side="left" moves it. It reads nothing of the page, adds one element to it and no
// global name, and needs of the page's content policy no more than this clinic in script-src and frame-src.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || !("adoptedStyleSheets" in Document.prototype) || document.querySelector("[data-hipwise-chat]")) return;
  const { origin } = new URL(script.src), words = script.dataset.words || "Need help? Chat with us";
  const left = script.dataset.side === "left";

  const STYLE = `
    :host { all: initial !important; position: fixed !important; inset: auto ${left ? "auto 1rem 1rem" : "1rem 1rem auto"} !important; z-index: 2147483000 !important;
      color-scheme: light dark; --pine: #1f5c55; --on: #fdfaf5; --card: #fffdf9; --ink: #22302f; --line: #8f8573; --clay: #9c3a26; }
    @media (prefers-color-scheme: dark) { :host { --pine: #7cc4b8; --on: #0f1f1d; --card: #1b2123; --ink: #ece7df; --line: #7e878a; --clay: #f4a48e; } }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    button { font: 600 17px/1.2 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; cursor: pointer; }
    button:focus-visible { outline: 3px solid var(--card); box-shadow: 0 0 0 6px var(--pine); }
    .open { position: relative; display: flex; gap: .6em; align-items: center; min-height: 56px; max-width: calc(100vw - 2rem); padding: 8px 21px 8px 18px; border: 1px solid transparent; border-radius: 28px 28px ${left ? "28px 6px" : "6px 28px"}; background: var(--pine); color: var(--on); box-shadow: 0 10px 30px -8px rgb(20 40 38 / .5); }
    svg { width: 24px; height: 24px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
    .count { min-width: 24px; padding: 4px 7px; border-radius: 12px; background: var(--card); color: var(--clay); font-size: 14px; line-height: 16px; text-align: center; }
    .panel { position: fixed; inset: auto ${left ? "auto 1.5rem 1.5rem" : "1.5rem 1.5rem auto"}; width: 25rem; height: min(42rem, 100vh - 3rem); overflow: hidden; border: 1px solid var(--line); border-radius: 28px; background: var(--card); color: var(--ink); box-shadow: 0 20px 60px -20px rgb(20 24 22 / .55); }
    iframe { display: block; width: 100%; height: 100%; border: 0; background: var(--card); }
    .shut { position: absolute; top: 16px; right: 16px; display: grid; place-items: center; width: 44px; height: 44px; border: 0; border-radius: 50%; background: none; color: inherit; }
    @media (max-width: 40rem), (max-height: 30rem) { .panel { inset: 0 0 auto; width: 100%; height: var(--room, 100dvh); border: 0; border-radius: 0; } }
    @media (prefers-reduced-motion: no-preference) { .panel { animation: up .22s ease-out; } }
    @keyframes up { from { transform: translateY(24px); opacity: 0; } }
    @media (forced-colors: active) { .open, .shut, .panel { border: 1px solid ButtonText; } }
    @media print { :host { display: none !important; } }`;
  const BUBBLE = "M4 6.5a2.5 2.5 0 0 1 2.5-2.5h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5z";
  const CROSS = "M6 6l12 12M18 6L6 18";

  const make = (name, more = {}) => Object.assign(document.createElement(name), more);
  const icon = (line) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
    path.setAttribute("d", line);
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    return svg;
  };

  const place = make("div"), inside = place.attachShadow({ mode: "open" }), sheet = new CSSStyleSheet();
  place.dataset.hipwiseChat = "";
  place.lang = "en";
  sheet.replaceSync(STYLE);
  inside.adoptedStyleSheets = [sheet];

  const open = make("button", { type: "button", className: "open" });
  const count = make("span", { className: "count", hidden: true });
  const panel = make("div", { className: "panel", hidden: true });
  const shut = make("button", { type: "button", className: "shut" });
  open.append(icon(BUBBLE), words, count);
  open.setAttribute("aria-expanded", "false");
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", "Chat with the clinic");
  shut.setAttribute("aria-label", "Close chat");
  shut.append(icon(CROSS));
  inside.append(open, panel);
  let frame, ready = false;

  const tell = (what) => ready && frame.contentWindow.postMessage({ hipwise: what }, origin);
  const show = () => {
    if (!frame) {
      frame = make("iframe", { src: `${origin}/embed/chat/`, title: "Chat with the clinic" });
      panel.append(frame, shut); // until the frame has a button of its own
    }
    panel.hidden = false;
    open.hidden = true;
    open.setAttribute("aria-expanded", "true");
    (shut.isConnected ? shut : frame).focus();
    tell("shown");
  };
  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    open.hidden = false;
    open.setAttribute("aria-expanded", "false");
    open.focus();
    tell("hidden");
  };
  const hear = {
    ready() {
      const had = inside.activeElement === shut;
      ready = true;
      shut.remove();
      if (panel.hidden) return;
      if (had) frame.focus();
      tell("shown");
    },
    close,
    unread(number) {
      count.hidden = !number;
      count.textContent = number;
      open.setAttribute("aria-label", number ? `${words} (${number} new)` : words);
    },
  };

  open.addEventListener("click", show);
  shut.addEventListener("click", close);
  inside.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  addEventListener("message", ({ source, origin: from, data }) => {
    if (frame && source === frame.contentWindow && from === origin) hear[data?.hipwise]?.(Number(data.number) || 0);
  });
  // A phone's keyboard lies over the page: the panel ends above it.
  visualViewport?.addEventListener("resize", () => panel.style.setProperty("--room", `${visualViewport.height}px`));

  const begin = () => document.body.append(place);
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
})();
