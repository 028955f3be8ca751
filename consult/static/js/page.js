// Every page: small helps that a page can do without.
import { countCharacters } from "./counter.js";
import { focusErrorSummary } from "./error_summary.js";
import { unfoldWhereThereIsRoom } from "./fold.js";
import { warnOfUnsavedChanges } from "./unsaved.js";

focusErrorSummary();
countCharacters();
warnOfUnsavedChanges();
unfoldWhereThereIsRoom();
