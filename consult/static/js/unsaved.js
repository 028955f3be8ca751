// <form data-warn-unsaved>: leaving with unsent changes asks first. Sending the form is not leaving.
export function warnOfUnsavedChanges() {
  for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
    // A page that came back with what was typed, not saved, begins with something to lose.
    let changed = form.hasAttribute("data-is-unsaved");
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", () => (changed = false));
    // Autosaving pages say so when everything is kept.
    form.addEventListener("consult:saved", () => (changed = false));
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  }
}
