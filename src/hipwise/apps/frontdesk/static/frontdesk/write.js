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

const spare = async (form, challenge) => {
  const sum = form.querySelector("[data-sum]");
  const box = sum.querySelector("input");
  const isBegun = () => box.value.trim() !== "" || box === document.activeElement;
  let waiting = null;
  const hold = (event) => {
    if (box.value.trim() !== "") return;
    event.preventDefault();
    waiting = event.submitter ?? form.querySelector("button[type=submit]");
    waiting.textContent = "One moment…";
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
    if (waiting) {
      waiting.textContent = "Send";
      form.requestSubmit();
    }
  }
};

const form = document.querySelector("form.write[data-worker]");
const challenge = document.getElementById("challenge");
// Without a secure connection browsers have no WebCrypto.
if (form && challenge && window.isSecureContext && window.Worker) {
  spare(form, JSON.parse(challenge.textContent)).catch(() => {});
}
