// <form data-fresh-token>: a page that took long to fill in is sent with the token of now. When nobody is signed in any
// more it is not sent: it says so, keeps what was typed, and goes on once somebody signed in in another tab (TS2).
import { SIGNED_OUT } from "./autosave.js";
import { freshToken } from "./signed_sending.js";

export function sendWithFreshToken(form) {
  let isFresh = false;
  form.addEventListener("submit", async (event) => {
    if (isFresh) return;
    event.preventDefault();
    const { submitter } = event;
    const token = await freshToken(form).catch(() => "");
    const told = form.querySelector("[data-not-sent]") ?? placeToTell(form);
    told.hidden = Boolean(token);
    told.textContent = token ? "" : SIGNED_OUT;
    if (!token) {
      // Not sent is not left: whoever goes away now is asked (unsaved.js).
      form.dispatchEvent(new Event("input"));
      return;
    }
    form.elements.csrf_token.value = token;
    isFresh = true;
    form.requestSubmit(submitter);
  });
}

function placeToTell(form) {
  const told = document.createElement("p");
  told.className = "field-error";
  told.role = "alert";
  told.dataset.notSent = "";
  form.append(told);
  return told;
}
