// 「意見を追加」 without a reload. Removing and undoing stay with the server, which can bring a card back.
import { countCharacters } from "./counter.js";

const form = document.querySelector("form[data-opinions]");
const cards = form?.querySelector("[data-cards]");
const add = form?.querySelector("button[name=act][value=add]");

function nextIndex() {
  const taken = [...cards.querySelectorAll("textarea")].map((area) => Number(area.name.split("-")[1]));
  return Math.max(-1, ...taken) + 1;
}

// Every name and id of a card carries its index: opinions-2-wording, opinions-2-wording-count.
function emptyCopy(card, index) {
  const copy = card.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      element.setAttribute(name, value.replace(/\bopinions-\d+/g, `opinions-${index}`));
    }
    element.removeAttribute("aria-invalid");
    element.removeAttribute("autofocus");
    delete element.dataset.counting;
  }
  for (const error of copy.querySelectorAll(".field-error")) error.remove();
  for (const field of copy.querySelectorAll(".has-error")) field.classList.remove("has-error");
  copy.querySelector("textarea").value = "";
  copy.querySelector("select").selectedIndex = 0;
  copy.querySelector("[data-remove]").value = `remove-${index}`;
  return copy;
}

function showNumbers() {
  const all = [...cards.querySelectorAll("[data-card]")];
  all.forEach((card, place) => {
    card.querySelector("[data-number]").textContent = place + 1;
    card.querySelector("[data-remove]").setAttribute("aria-label", `この意見を取り消す（意見${place + 1}）`);
  });
  form.querySelector("[data-total]").textContent = `${all.length}件`;
  return all.length;
}

add?.addEventListener("click", (event) => {
  event.preventDefault();
  const card = emptyCopy(cards.querySelector("[data-card]"), nextIndex());
  cards.append(card);
  const total = showNumbers();
  countCharacters(card);
  form.querySelector("[data-note]").textContent = `${total}件目の欄を追加しました。`;
  card.querySelector("textarea").focus();
});
