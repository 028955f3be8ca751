// What is selected in the opinion's text goes into the field 「ほかに伏せる言葉」. Without scripts one copies and pastes.
const text = document.getElementById("passage-text");
const field = document.getElementById("words");

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!text || !field || !selection || selection.isCollapsed) return;
  if (!text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  field.value = selection.toString();
});
