// Keys of the page where one opinion after the other is sorted. Everything they do can be done with the page's own buttons.
const form = document.getElementById("sort");
const text = document.getElementById("sorting-text");
const before = document.getElementById("before");

function isTyping(target) {
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input") && !["checkbox", "radio"].includes(target.type);
}

// Enter on a link, a button or a summary means that link, button or summary.
const hasOwnEnter = (target) => target.closest("a, button, summary") !== null;

const acts = {
  Enter: () => form?.querySelector("[value=done]").click(),
  u: () => document.getElementById("undo")?.requestSubmit(),
  n: () => document.getElementById("skip")?.click(),
  s: () => {
    const fold = document.getElementById("split");
    if (!fold) return;
    fold.open = true;
    (fold.querySelector("[type=checkbox]") ?? before).focus();
  },
  "?": () => {
    const list = document.getElementById("key-list");
    if (!list) return;
    list.open = !list.open;
    if (list.open) list.querySelector("summary").focus();
  },
};

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (isTyping(target) || (key === "Enter" && hasOwnEnter(target))) return;
  // Inside the fold Enter cuts: that is the form one is in.
  if (key === "Enter" && target.closest("#split")) return;
  const button = /^[1-9]$/.test(key) && form?.querySelector(`[data-key="${key}"]`);
  const act = button ? () => button.click() : acts[key] ?? acts[key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

// What is selected in the text is where the next opinion begins. Without scripts one copies and pastes.
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!text || !before || !selection || selection.isCollapsed) return;
  if (!text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  before.value = selection.toString();
});
