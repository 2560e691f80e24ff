// The way to the chat on every page. Nothing more is loaded until it is pressed, unless this visitor has a chat going.
const link = document.querySelector("[data-launch]");
const sheet = () => import("./chat_sheet.js");
const going = () => {
  try { return link.dataset.launch || sessionStorage.getItem("chat"); } catch { return false; }
};

link?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  sheet().then((module) => module.show(link)).catch(() => location.assign(link.href));
});
if (link && going()) sheet().then((module) => module.watch(link)).catch(() => {});
