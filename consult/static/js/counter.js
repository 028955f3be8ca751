// Counts as the server does: code points, a line break as one character (TU6).
export function lengthOf(text) {
  return [...text.replace(/\r\n?/g, "\n")].length;
}

export function countCharacters(root = document) {
  for (const output of root.querySelectorAll("[data-count-for]")) {
    const area = document.getElementById(output.dataset.countFor);
    if (!area || output.dataset.counting) continue;
    output.dataset.counting = "yes";
    const limit = Number(area.dataset.limit);
    const show = () => {
      const left = limit - lengthOf(area.value);
      output.textContent =
        left >= 0
          ? `${limit.toLocaleString()}字まで（あと${left.toLocaleString()}字）`
          : `${limit.toLocaleString()}字まで（${(-left).toLocaleString()}字多い）`;
      output.classList.toggle("is-over", left < 0);
    };
    area.addEventListener("input", show);
    show();
  }
}
