// Spares people the sum: their browser does a little work instead (altcha's solver, in a worker of its own).
// Whatever goes wrong with that, the sum stays, and somebody who has begun to answer it is left in peace.

const TIMEOUT = 30000;

const solved = (challenge, address) =>
  new Promise((done, fail) => {
    const worker = new Worker(address);
    const end = (settle, what) => {
      worker.terminate();
      settle(what);
    };
    worker.onmessage = ({ data }) => (data?.derivedKey ? end(done, data) : end(fail, data?.error));
    worker.onerror = (wrong) => {
      wrong.preventDefault();
      end(fail, wrong);
    };
    worker.postMessage({ type: "work", challenge, timeout: TIMEOUT });
  });

const spared = async (form) => {
  const challenge = JSON.parse(form.querySelector("script[type='application/json']").textContent);
  const sum = form.querySelector("[data-sum]");
  const box = sum.querySelector("input");
  const isBegun = () => box.value.trim() !== "" || box === document.activeElement;
  const button = form.querySelector("button[type=submit]");
  const words = button.textContent;
  let waits = false;
  const hold = (event) => {
    if (box.value.trim() !== "") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waits = true;
    button.textContent = "One moment…";
  };
  form.addEventListener("submit", hold);
  try {
    const solution = await solved(challenge, form.dataset.worker);
    const proof = document.createElement("input");
    Object.assign(proof, { type: "hidden", name: "work", value: btoa(JSON.stringify({ challenge, solution })) });
    form.append(proof);
    if (!isBegun()) sum.hidden = true;
  } finally {
    form.removeEventListener("submit", hold);
    button.textContent = words;
    if (waits) form.requestSubmit();
  }
};

/** Do the work for a contact form, on its own page or taken elsewhere. Without a secure connection there is no WebCrypto. */
export const spare = (form) => {
  if (form?.dataset.worker && window.isSecureContext && window.Worker) spared(form).catch(() => {});
};

spare(document.querySelector("form.write"));
