// One claim's card: the chosen place to split, shown as a line in its wording, and the mark in the notes.
import { codePointsBefore, unitOf } from "./code_points.js";

export class ClaimCard {
  constructor(element) {
    this.element = element;
    this.n = Number(element.dataset.n);
    this.start = Number(element.dataset.start);
    this.places = element.dataset.places.split(" ").filter(Boolean).map(Number);
    this.at = this.places[0] ?? null;
    this.select = element.querySelector("select");
    this.words = element.querySelector(".claim-wording .wording");
  }

  get place() {
    return document.getElementById(`place-${this.n}`);
  }

  get dropped() {
    return this.element.classList.contains("is-dropped");
  }

  mark() {
    for (const marked of document.querySelectorAll(".is-chosen")) marked.classList.remove("is-chosen");
    this.element.classList.add("is-chosen");
    this.place?.classList.add("is-chosen");
    scrollInside(this.place);
    this.showPlace();
  }

  // The next or previous place where the claim can be split.
  step(direction) {
    if (!this.places.length) return;
    const sorted = [...this.places].sort((a, b) => a - b);
    const beyond = direction > 0 ? sorted.find((at) => at > this.at) : sorted.findLast((at) => at < this.at);
    this.choose(beyond ?? this.at);
  }

  // One character to the left or right, for a place that no mark of punctuation offers.
  nudge(direction) {
    const length = [...plainText(this.words)].length;
    const at = (this.at ?? this.start) + direction;
    if (at > this.start && at < this.start + length) this.choose(at);
  }

  choose(at) {
    this.at = at;
    if (this.select && this.places.includes(at)) this.select.value = String(at);
    this.showPlace();
  }

  // Where the mouse was put down in the wording.
  chooseCaret() {
    const selection = getSelection();
    const node = selection.anchorNode;
    if (!node || node.nodeType !== Node.TEXT_NODE || !this.words.contains(node)) return;
    const before = document.createRange();
    before.setStart(this.words, 0);
    before.setEnd(node, selection.anchorOffset);
    const text = plainText(before.cloneContents());
    this.choose(this.start + codePointsBefore(text, text.length));
  }

  showPlace() {
    for (const line of document.querySelectorAll(".split-mark")) {
      const words = line.parentNode;
      line.remove();
      words.normalize();
    }
    if (this.at === null || this.at <= this.start) return;
    const line = document.createElement("span");
    line.className = "split-mark";
    insertAt(this.words, this.at - this.start, line);
  }
}

// Text as the server has it: a shown mark (U+200B) stands for one character.
function plainText(node) {
  let text = "";
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) text += child.data;
    else text += child.classList.contains("hidden-character") ? "\ufffc" : plainText(child);
  }
  return text;
}

function insertAt(words, codePoints, line) {
  let left = codePoints;
  for (const child of [...words.childNodes]) {
    const text = child.nodeType === Node.TEXT_NODE ? child.data : "\ufffc";
    const length = [...text].length;
    if (left <= length && child.nodeType === Node.TEXT_NODE) {
      child.splitText(unitOf(text, left));
      child.after(line);
      return;
    }
    left -= length;
  }
}

// The notes scroll inside their own box; the page itself stays where the official is reading.
function scrollInside(place) {
  const box = place?.closest(".marked-notes");
  if (!box || box.scrollHeight <= box.clientHeight) return;
  box.scrollTop += place.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
}
