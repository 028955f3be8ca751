// Drafts that save themselves. `10:32 保存済み`, or why not; what stands on the page is never touched.
import { send } from "./signed_sending.js";

const PAUSE = 1500;
export const LONG = 60_000;
const FAILED = "保存できませんでした。この画面の入力は残っています。";
export const SIGNED_OUT = "サインインの期限が切れたため、保存できませんでした。この画面の入力は残っています。別のタブでサインインし直してください。";

// What was typed, without files that are chosen and not yet sent.
export function typedOnly(form) {
  const data = new FormData(form);
  data.delete("files");
  // Escaped, Japanese takes three times the room: notes far over their limit would not come through.
  return (form.elements.notes?.value.length ?? 0) > LONG ? data : new URLSearchParams(data);
}

export class Autosave {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.saveTo;
    this.timer = 0;
    this.running = Promise.resolve();
    this.isRunning = false;
    this.signedOut = false;
    this.changes = 0;
    if (!this.address) return;
    form.addEventListener("input", () => this.later());
    // Back from the tab in which somebody signed in again: what could not be saved is saved now.
    window.addEventListener("focus", () => this.signedOut && this.now());
  }

  later() {
    if (!this.address) return;
    this.changes += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  stop() {
    clearTimeout(this.timer);
  }

  // One at a time: each save must know the version that the one before it made.
  now() {
    this.isRunning = true;
    this.running = this.running.then(() => this.save()).finally(() => (this.isRunning = false));
    return this.running;
  }

  async save() {
    const changes = this.changes;
    try {
      const answer = await send(this.form, this.address, () => typedOnly(this.form), { Accept: "application/json" });
      this.signedOut = !answer;
      if (!answer) return this.tell("", SIGNED_OUT);
      const told = await answer.json();
      if (!answer.ok) return this.tell("", `${FAILED}${told.message ?? ""}`);
      this.form.elements.draft_version.value = told.version;
      this.tell(`${told.saved_at} 保存済み`, "");
      if (changes === this.changes) this.form.dispatchEvent(new Event("consult:saved"));
    } catch {
      this.tell("", FAILED);
    }
  }

  tell(saved, failed) {
    document.getElementById("autosave").textContent = saved;
    document.getElementById("autosave-failed").textContent = failed;
  }
}
