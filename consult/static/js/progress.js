// Long work: asks the page how far it is and shows it; when the work has ended, the whole page is opened anew.
// Without this script the link beside the bar does the same.
const EVERY_MS = 2000;

function parts(page) {
  return { words: page.querySelector("#progress-words"), bar: page.querySelector("progress") };
}

async function look() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const then = parts(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (answer.ok && !then.bar) {
      location.reload();
      return;
    }
    const now = parts(document);
    // Only what changed is read out.
    if (answer.ok && now.words.textContent !== then.words.textContent) {
      now.words.textContent = then.words.textContent;
      now.bar.value = then.bar.value;
    }
  } catch {
    // The site is away for a moment: the next look finds it.
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
