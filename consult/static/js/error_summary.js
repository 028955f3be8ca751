// After a refused form the reader should hear first what is wrong.
export function focusErrorSummary() {
  document.querySelector("[data-focus]")?.focus();
}
