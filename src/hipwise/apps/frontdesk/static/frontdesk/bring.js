// The way for files into a form: chosen, pasted, dropped. What handles them is loaded when the first one comes.

/**
 * `headers()` proves who brings them, `over` is where they may be dropped, `most` go with one message. hold(): words while
 * something stands in the way of sending, else ""; take(): the numbers of the files to send, which leave the form;
 * back(numbers): they were not sent after all.
 */
export function bringing(form, { headers, over = form, most = 5, say = () => {} }) {
  const picker = form.querySelector("[data-picker]");
  let loading, made;

  const handler = async () => {
    loading ??= import("./files.js");
    made ??= (await loading).filesOf(form, { headers, most, picker });
    return made;
  };
  const choose = (files) => handler().then((ready) => ready.choose(files)).catch(() => {
    loading = null;
    say("The file could not be taken. Please try again.");
  });
  const carries = (event) => event.dataTransfer?.types.includes("Files");

  picker.addEventListener("change", () => {
    choose([...picker.files]);
    picker.value = "";
  });
  form.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    choose([...event.clipboardData.files]);
  });
  over.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over.classList.add("drop");
  });
  over.addEventListener("dragleave", (event) => over.contains(event.relatedTarget) || over.classList.remove("drop"));
  over.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over.classList.remove("drop");
    choose([...event.dataTransfer.files]);
  });

  return {
    hold: () => made?.hold() ?? "",
    take() {
      const kept = [...form.querySelectorAll("[name=kept]")], numbers = kept.filter((box) => box.checked).map((box) => box.value);
      for (const box of kept) box.closest("li").remove();
      return [...numbers, ...(made?.take() ?? [])];
    },
    back: (numbers) => numbers.length && handler().then((ready) => ready.back(numbers)),
  };
}
