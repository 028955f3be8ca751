// Every page: small helps that a page can do without.
import { countCharacters } from "./counter.js";
import { focusErrorSummary } from "./error_summary.js";
import { unfoldWhereThereIsRoom } from "./fold.js";
import { warnOfUnsavedChanges } from "./unsaved.js";

focusErrorSummary();
countCharacters();
warnOfUnsavedChanges();
unfoldWhereThereIsRoom();

// Few pages need it, so few load it.
const longForms = document.querySelectorAll("form[data-fresh-token]");
if (longForms.length) {
  const { sendWithFreshToken } = await import("./fresh_token.js");
  longForms.forEach(sendWithFreshToken);
}
