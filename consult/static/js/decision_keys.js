// Keys of the pages where one opinion after the other is given its codes: the review and the blind coding. Everything
// they do can be done with the form's own boxes and buttons.
const none = document.getElementById("no_tag");
const form = none.form;
// Only the review offers the main theme as buttons; in the blind coding nobody chooses it for the coder.
const mainThemes = [...form.querySelectorAll("[type=radio][name=main_theme]")];

function isTyping(target) {
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input") && !["checkbox", "radio"].includes(target.type);
}

// Enter on a link, a button or a summary means that link, button or summary.
const hasOwnEnter = (target) => target.closest("a, button, summary") !== null;

function toggle(box) {
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  box.focus();
}

const tickedThemes = () => [...form.querySelectorAll("[name=theme]:checked")].map((box) => box.value);

// The first theme that a person ticks is the main one until they say otherwise; an unticked theme cannot be it.
function keepMainTheme() {
  if (!mainThemes.length) return;
  const ticked = tickedThemes();
  const chosen = mainThemes.find((radio) => radio.checked);
  if (chosen && !ticked.includes(chosen.value)) chosen.checked = false;
  if (!mainThemes.some((radio) => radio.checked) && ticked.length) {
    mainThemes.find((radio) => radio.value === ticked[0]).checked = true;
  }
}

function nextMainTheme() {
  const ticked = mainThemes.filter((radio) => tickedThemes().includes(radio.value));
  if (!ticked.length) return;
  const next = ticked[(ticked.findIndex((radio) => radio.checked) + 1) % ticked.length];
  next.checked = true;
  next.focus();
}

form.addEventListener("change", ({ target }) => {
  if (target === none && none.checked) {
    for (const box of form.querySelectorAll("[type=checkbox]:checked")) if (box !== none) box.checked = false;
  } else if (target.type === "checkbox" && target.checked) {
    none.checked = false;
  }
  if (target.name === "theme" || target === none) keepMainTheme();
});

const acts = {
  Enter: () => form.requestSubmit(),
  u: () => document.getElementById("undo")?.requestSubmit(),
  n: () => document.getElementById("skip")?.click(),
  m: nextMainTheme,
  "?": () => {
    const list = document.getElementById("key-list");
    list.open = !list.open;
    if (list.open) list.querySelector("summary").focus();
  },
};

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (isTyping(target) || (key === "Enter" && hasOwnEnter(target))) return;
  const box = /^[0-9]$/.test(key) && form.querySelector(`[data-key="${key}"]`);
  const act = box ? () => toggle(box) : acts[key] ?? acts[key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
