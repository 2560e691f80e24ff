// What is typed and not sent stays in this window: over another conversation, a reload, and a session that ended.
const OURS = "desk.draft.";

export function draft(page, form) {
  const mine = `${OURS}${page.dataset.me}.`, name = `${mine}${page.dataset.talk}`;
  // what somebody else left in this window is not for us to keep
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(OURS) && !key.startsWith(mine)) sessionStorage.removeItem(key);

  const { body, mode, client } = form.elements;
  let tried = ""; // the text that was sent under this number, without word of whether it got through

  function keep() {
    if (body.value.trim()) sessionStorage.setItem(name, JSON.stringify({ body: body.value, mode: mode.value, client: client.value, tried }));
    else sessionStorage.removeItem(name);
  }

  // The same text again goes under the same number, so that it is said once; another text is another message.
  function try_it() {
    if (tried && tried !== body.value) client.value = crypto.randomUUID();
    tried = body.value;
    keep();
  }

  function forget() {
    tried = "";
    client.value = crypto.randomUUID();
    keep();
  }

  const before = JSON.parse(sessionStorage.getItem(name) ?? "null");
  if (before && !body.value) {
    body.value = before.body;
    mode.value = before.mode;
    client.value = before.client;
    tried = before.tried;
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  return { try_it, forget };
}
