// Every page: small helps that a page can do without.
import { countCharacters } from "./counter.js";
import { focusErrorSummary } from "./error_summary.js";
import { unfoldWhereThereIsRoom } from "./fold.js";
import { warnOfUnsavedChanges } from "./unsaved.js";

focusErrorSummary();
countCharacters();
warnOfUnsavedChanges();
unfoldWhereThereIsRoom();

// Few pages need it, so few load it; a form that is sent before it has come waits for it.
const longForms = document.querySelectorAll("form[data-fresh-token]");
if (longForms.length) {
  const coming = import("./fresh_token.js");
  longForms.forEach((form) => {
    const waitForIt = async (event) => {
      event.preventDefault();
      const { submitter } = event;
      await coming.catch(() => {});
      form.requestSubmit(submitter);
    };
    const stopWaiting = () => form.removeEventListener("submit", waitForIt);
    form.addEventListener("submit", waitForIt);
    coming.then(({ sendWithFreshToken }) => {
      stopWaiting();
      sendWithFreshToken(form);
    }, stopWaiting);
  });
}
