// Cutting notes into claims without leaving the page. The server does every act; this sends it and puts the answer in place.
import { Autosave, LONG, SIGNED_OUT, typedOnly } from "./autosave.js";
import { ClaimCard } from "./claim_cards.js";
import { countCharacters } from "./counter.js";
import { send } from "./signed_sending.js";

const FAILED = "通信できませんでした。この画面の入力は残っています。もう一度お試しください。";
const PARTS = ["desk-notes", "desk-claims"];
const form = document.getElementById("hearing-form");
const autosave = new Autosave(form);
let cards = [];
let here = 0;
let busy = false;

function enliven() {
  cards = [...document.querySelectorAll(".claim[data-n]")].map((element) => new ClaimCard(element));
  for (const keys of document.querySelectorAll(".claim-keys")) keys.hidden = false;
  for (const card of cards) {
    card.element.tabIndex = 0;
    card.element.addEventListener("focusin", () => {
      if (here !== card.n || !card.element.classList.contains("is-chosen")) {
        here = card.n;
        card.mark();
      }
    });
    card.words.addEventListener("mouseup", () => card.chooseCaret());
    card.select?.addEventListener("change", () => card.choose(Number(card.select.value)));
  }
}

function goTo(n) {
  if (n >= cards.length) return lastButton().focus();
  cards[Math.max(0, n)]?.element.focus();
}

function lastButton() {
  return form.querySelector(".actions button[value=register], .actions button[value=save]");
}

async function act(value, focus = true) {
  if (busy) return;
  busy = true;
  document.getElementById("desk-claims").setAttribute("aria-busy", "true");
  autosave.stop();
  await autosave.running;
  const body = () => {
    const data = chosenFiles().length ? withFiles() : typedOnly(form);
    data.append("act", value);
    return data;
  };
  try {
    const answer = await send(form, form.action, body);
    if (!answer) return tell(SIGNED_OUT);
    if (answer.type === "opaqueredirect" || answer.status === 409) return leaveBy(value);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place(page, focus);
    if (value === "agenda") takeAgenda(page);
  } catch {
    tell(FAILED);
  } finally {
    busy = false;
    document.getElementById("desk-claims").removeAttribute("aria-busy");
  }
}

// What this page cannot show in place is shown by the page itself: a conflict, the end of a session.
function leaveBy(value) {
  const button = document.createElement("button");
  Object.assign(button, { type: "submit", name: "act", value, hidden: true });
  form.append(button);
  form.requestSubmit(button);
}

function place(answer, focus) {
  if (!PARTS.every((id) => answer.getElementById(id))) return tell(FAILED);
  const typing = document.getElementById("notes");
  for (const id of [...PARTS, "desk-files"]) {
    const fresh = answer.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(document.adoptNode(fresh));
  }
  // The notes field itself stays: its undo history and its caret are the official's.
  const sent = document.getElementById("notes");
  if (typing && sent && typing !== sent && !sent.closest(".has-error")) sent.replaceWith(typing);
  countCharacters();
  enliven();
  // On the page with a draft the server has just kept everything; on the other nothing is kept before 「保存する」.
  form.dispatchEvent(new Event(autosave.address ? "consult:saved" : "input"));
  const list = document.querySelector(".claims");
  if (focus && list) goTo(Number(list.dataset.here));
  else if (focus) document.getElementById("notes")?.focus();
}

function chosenFiles() {
  return [...(document.getElementById("files")?.files ?? [])];
}

// Of a very long hearing a form with files could not carry every field of every card.
function withFiles() {
  const data = new FormData(form);
  for (const name of [...data.keys()]) if (/^(split|before)-/.test(name)) data.delete(name);
  return data;
}

// A chosen file is sent at once, so that it is kept with the draft.
async function sendFiles() {
  const most = Number(document.getElementById("desk-files").dataset.mostBytes);
  const bytes = chosenFiles().reduce((sum, file) => sum + file.size, 0);
  if (bytes > most) {
    document.getElementById("files").value = "";
    return tell(`一度に送れるのは合わせて${most / 1024 ** 2}MBまでです。分けて選んでください。`);
  }
  await act("attach", false);
  document.getElementById("files")?.focus();
}

function tell(message) {
  document.getElementById("desk-message").textContent = message;
}

const KEYS = {
  s: (card) => (card.at === null ? tell("分ける位置を ← → で選んでください。") : act(`split:${card.n}:${card.at}`)),
  j: (card) => act(`join:${card.n}`),
  d: (card) => act(`${card.dropped ? "restore" : "drop"}:${card.n}`),
  u: () => act("undo"),
  g: (card) => card.element.querySelector(".claim-gist input").focus(),
  q: (card) => act(`quote:${card.n}`),
  enter: (card) => goTo(card.n + 1),
  arrowleft: (card, event) => (event.shiftKey ? card.nudge(-1) : card.step(-1)),
  arrowright: (card, event) => (event.shiftKey ? card.nudge(1) : card.step(1)),
};

form.addEventListener("keydown", (event) => {
  const element = event.target.closest(".claim[data-n]");
  if (!element || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const card = cards[Number(element.dataset.n)];
  if (event.target.matches("input, textarea, select")) {
    if (event.key === "Escape") element.focus();
    // Enter in 要旨 goes on to the next claim; it must not press a button of the form.
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault();
      if (event.target.name.startsWith("before-")) return act(`split_before:${card.n}`);
      goTo(card.n + 1);
    }
    return;
  }
  if (event.target !== element && event.key === "Enter") return;
  const press = KEYS[event.key.toLowerCase()];
  if (!press || (event.repeat && !event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  press(card, event);
});

form.addEventListener("submit", async (event) => {
  const value = event.submitter?.value ?? "cut";
  // As it stands, escaped text: notes far over their limit are told so instead of being cut off on the way.
  if (form.elements.notes?.value.length > LONG) form.enctype = "multipart/form-data";
  if (!["register", "save", "withdraw"].includes(value) && !event.submitter?.hidden) {
    event.preventDefault();
    return act(value, !["agenda", "attach"].includes(value));
  }
  autosave.stop();
  if (autosave.signedOut) {
    // Otherwise the whole page would be exchanged for one that says that nobody is signed in.
    event.preventDefault();
    await autosave.now();
    if (!autosave.signedOut) form.requestSubmit(event.submitter);
    return;
  }
  if (autosave.isRunning) {
    // The save under way makes a new version of the draft: wait for it, or this send would seem to come too late.
    event.preventDefault();
    await autosave.running;
    form.requestSubmit(event.submitter);
  }
});

// Enter in a line of the facts goes to the next field, as in a spreadsheet; it sends nothing.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches(".hearing-facts input")) return;
  event.preventDefault();
  const fields = [...form.querySelectorAll(".hearing-facts input, .hearing-facts select, .hearing-facts textarea, #notes")];
  const shown = fields.filter((field) => field.type !== "hidden" && !field.closest("details:not([open])"));
  shown[shown.indexOf(event.target) + 1]?.focus();
});

// Each kind of hearing has its agenda; the button puts it in, on the server as every act.
function offerAgenda(kind) {
  for (const words of document.querySelectorAll("#agenda-offer [data-kind]")) words.hidden = words.dataset.kind !== kind;
}

function takeAgenda(page) {
  const agenda = document.getElementById("agenda");
  agenda.value = page.getElementById("agenda").value;
  agenda.focus();
}

async function sayWhetherKnown(input) {
  const output = document.getElementById("counterpart-known");
  const body = new URLSearchParams({ name: input.value, csrf_token: form.elements.csrf_token.value });
  const answer = await fetch(form.dataset.counterpartAt, { method: "POST", body }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const known = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("counterpart-known");
  if (!known) return;
  output.replaceChildren(...known.childNodes);
  const sector = document.getElementById("sector");
  if (known.dataset.sector && !sector.value && known.dataset.sector !== "unknown") sector.value = known.dataset.sector;
}

form.addEventListener("change", (event) => {
  if (event.target.id === "files" && chosenFiles().length) sendFiles();
});

if (form.dataset.counterpartAt) {
  const name = document.getElementById("counterpart");
  name.addEventListener("change", () => sayWhetherKnown(name));
  const kind = document.getElementById("kind");
  kind.addEventListener("change", () => offerAgenda(kind.value));
  offerAgenda(kind.value);
}
enliven();
