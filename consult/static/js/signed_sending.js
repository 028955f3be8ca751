// Sending a long-lived form: when the session was lost meanwhile and its owner has signed in again in another tab,
// the token on the page is of yesterday. A fresh one comes from the page itself, and the send is tried once more.
const REFUSED = [400, 401];

// The answer, or null when nobody is signed in.
export async function send(form, address, body, headers = {}) {
  const post = () => fetch(address, { method: "POST", body: body(), headers, redirect: "manual" });
  const answer = await post();
  if (!REFUSED.includes(answer.status)) return answer;
  const token = await freshToken(form);
  if (!token) return null;
  if (token === form.elements.csrf_token.value) return answer;
  form.elements.csrf_token.value = token;
  return post();
}

// "" when nobody is signed in: the page then leads to where one signs in.
export async function freshToken(form) {
  const page = await fetch(location.href, { redirect: "manual" });
  if (page.type === "opaqueredirect" || page.status === 401) return "";
  // An address that only takes forms has no page to tell the token of now: the one that is there has to do.
  if (!page.ok) return form.elements.csrf_token.value;
  const found = new DOMParser().parseFromString(await page.text(), "text/html");
  return found.querySelector("main input[name=csrf_token]")?.value ?? "";
}
