// One way to send a change: the page's own token, an answer in JSON.
export async function send(page, url, fields) {
  const body = new FormData(page.querySelector("[data-token]"));
  for (const [name, value] of Object.entries(fields)) if (value !== undefined && value !== null) body.set(name, value);
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.type === "opaqueredirect") return { ok: false, words: "You are signed out. Please sign in again in another window; nothing is lost here." };
    if (!(answer.headers.get("Content-Type") || "").includes("json")) return { ok: false, words: "The clinic’s computer did not take it. Please try again." };
    return { ok: answer.ok, ...(await answer.json()) };
  } catch {
    return { ok: false, words: "No connection. It is not saved; please try again." };
  }
}
