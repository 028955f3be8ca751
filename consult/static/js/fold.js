// What is folded on phones stands open where there is room. Style sheets do this through ::details-content;
// a browser that does not know it (Firefox before 143, Safari before 18.4) gets the same from here.
const ROOM = [
  [".fold", "(min-width: 48rem), print"],
  [".with-filters .filters", "(min-width: 60rem)"],
];

export function unfoldWhereThereIsRoom() {
  if (CSS.supports("selector(::details-content)")) return;
  for (const [selector, query] of ROOM) {
    const room = window.matchMedia(query);
    const show = () => {
      for (const folded of document.querySelectorAll(selector)) {
        folded.open = room.matches;
        folded.classList.toggle("is-unfolded", room.matches);
      }
    };
    // A phone keeps what the server or the reader has opened.
    if (room.matches) show();
    room.addEventListener("change", show);
  }
}
