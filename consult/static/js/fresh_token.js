// A page that took long to fill in is sent with the token of now. When nobody is signed in any more it is not sent: it
// says so, keeps what was typed, and goes on once somebody signed in in another tab (TS2).
import { SIGNED_OUT } from "./autosave.js";
import { freshToken } from "./signed_sending.js";

const form = document.querySelector("form[data-fresh-token]");
let isFresh = false;

form?.addEventListener("submit", async (event) => {
  if (isFresh) return;
  event.preventDefault();
  const { submitter } = event;
  const token = await freshToken().catch(() => "");
  const told = form.querySelector("[data-not-sent]");
  told.hidden = Boolean(token);
  told.textContent = token ? "" : SIGNED_OUT;
  if (!token) return;
  form.elements.csrf_token.value = token;
  isFresh = true;
  form.requestSubmit(submitter);
});
