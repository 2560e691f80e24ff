// Files beside what is being written: brought at once, each with its state, and sent with the message. Large pictures are
// made smaller before they travel. What a file really is, the server finds out.
const LARGEST = 10_000_000, LONGEST = 2000, LIGHT = 1_000_000, PATIENCE = 120_000;
const PICTURES = /^image\/(jpeg|png|webp|hei[cf])$/;
/** The look of files, where the page has not got it yet. */
function look(href) {
  if (!href || document.querySelector(`link[href="${href}"]`)) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

const part = (root, name) => root.querySelector(`[data-${name}]`);

/** A smaller picture, where that is worth it and this browser can; else the file as it is. */
async function travelling(file) {
  if (!PICTURES.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < LIGHT && !/hei/.test(file.type)) return file;
    const canvas = drawn(picture, Math.round(picture.width * scale), Math.round(picture.height * scale));
    const made = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.88); });
    return new File([made], file.name, { type: made.type });
  } catch {
    return file;
  }
}

/** A picture, or its square middle, on white. */
function drawn(picture, width, height, side = 0) {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  [canvas.width, canvas.height] = [width, height];
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  const cut = side ? [(picture.width - side) / 2, (picture.height - side) / 2, side, side] : [];
  pen.drawImage(picture, ...cut, 0, 0, width, height);
  return canvas;
}

async function face(file, place) {
  if (!PICTURES.test(file.type)) return;
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture) place.replaceChildren(drawn(picture, 96, 96, Math.min(picture.width, picture.height)));
}

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

/** See bring.js. */
export function filesOf(form, { headers, most, picker }) {
  const root = part(form, "files"), list = part(root, "chosen"), said = part(root, "files-said"), names = new Map();
  let all = [];
  look(form.closest("[data-file-style]")?.dataset.fileStyle);

  // is: going, here, refused (nothing helps), lost (trying again may)
  const tell = (one, is, words, aloud = true) => {
    one.is = is;
    part(one.row, "state").textContent = words;
    one.row.classList.toggle("refused", is === "refused" || is === "lost");
    part(one.row, "again").hidden = is !== "lost";
    if (aloud) said.textContent = `${one.name}: ${words}`;
  };
  const remove = (one) => {
    one.way?.abort();
    const beside = one.row.nextElementSibling ?? one.row.previousElementSibling;
    all = all.filter((other) => other !== one);
    one.row.remove();
    ((beside && part(beside, "remove")) ?? picker).focus();
    said.textContent = `${one.name} is removed.`;
  };
  const shown = (name) => {
    const row = part(root, "one").content.firstElementChild.cloneNode(true), one = { name, row };
    part(row, "name").textContent = name;
    part(row, "remove").setAttribute("aria-label", `Remove ${name}`);
    part(row, "remove").addEventListener("click", () => remove(one));
    part(row, "again").addEventListener("click", () => bring(one));
    list.append(row);
    all.push(one);
    return one;
  };

  async function bring(one) {
    tell(one, "going", "making ready", false);
    one.light ??= await travelling(one.file);
    if (!all.includes(one)) return;
    if (one.light.size > LARGEST) {
      tell(one, "refused", "This is larger than 10 MB. Please choose a smaller one.");
      return;
    }
    const way = new XMLHttpRequest(), body = new FormData();
    one.way = way;
    body.append("file", one.light, one.name);
    way.open("POST", root.dataset.url);
    for (const [name, value] of Object.entries(headers())) way.setRequestHeader(name, value);
    way.responseType = "json";
    way.timeout = PATIENCE;
    way.upload.onprogress = ({ loaded, total }) => {
      tell(one, "going", loaded < total ? `${Math.round((100 * loaded) / total)} %` : "being looked at", false);
    };
    way.onerror = way.ontimeout = () => tell(one, "lost", "This did not arrive.");
    way.onload = () => {
      if (way.status === 200) {
        one.uid = way.response.uid;
        names.set(one.uid, one.name);
        tell(one, "here", `${size(way.response.size)}, ready to send`);
      } else {
        tell(one, way.status === 422 ? "refused" : "lost", way.response?.words ?? "This did not arrive.");
      }
    };
    way.send(body);
  }

  return {
    choose(files) {
      for (const file of files) {
        if (all.length >= most) {
          said.textContent = `At most ${most} files go with one message.`;
          break;
        }
        const one = shown(file.name || "picture");
        one.file = file;
        face(file, part(one.row, "face"));
        bring(one);
      }
    },
    hold() {
      if (all.some((one) => one.is === "going")) return "A file is still on its way. Please wait a moment.";
      return all.some((one) => one.is !== "here") ? "One file could not be taken. Please remove it, then send." : "";
    },
    take() {
      const numbers = all.map((one) => one.uid);
      all = [];
      list.replaceChildren();
      return numbers;
    },
    back(numbers) {
      for (const uid of numbers) {
        const one = shown(names.get(uid) ?? "A file");
        one.uid = uid;
        tell(one, "here", "ready to send", false);
      }
    },
  };
}
