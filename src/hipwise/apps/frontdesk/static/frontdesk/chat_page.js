// The chat on a page of its own.
import { chat } from "./chat.js";

const root = document.querySelector("[data-chat]");
if (root) chat(root).then((talk) => talk.show(false));
