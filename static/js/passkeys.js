// Passkeys: asks the browser to make or show one, and sends its answer as an ordinary form.
// Forms marked data-passkey ("create" or "get") stay hidden where the browser cannot do it.
const bytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function readable(options) {
  const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
  const made = { ...options, challenge: bytes(options.challenge) };
  if (options.user) made.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) made.allowCredentials = known(options.allowCredentials);
  if (options.excludeCredentials) made.excludeCredentials = known(options.excludeCredentials);
  return made;
}

function sendable(credential) {
  const { response } = credential;
  const said = { clientDataJSON: letters(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) said[part] = letters(response[part]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: letters(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: {},
    response: said,
  };
}

async function perform(form) {
  const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (answer.redirected) return location.reload(); // the proof of who is here is no longer fresh
  if (!answer.ok) throw new Error(String(answer.status));
  const publicKey = readable(await answer.json());
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
  form.elements.credential.value = JSON.stringify(sendable(credential));
  form.submit();
}

function complain(field, error, words) {
  error.textContent = words; // ours, in the language of the page: the browser speaks its own
  error.hidden = false;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.id}-hint ${error.id}`);
  field.focus();
}

function watch(form) {
  const error = form.querySelector("[data-passkey-error]");
  const button = form.querySelector("button[type=submit]");
  const words = button.querySelector("span");
  const rest = words.textContent;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const empty = form.querySelector("[required]:invalid");
    if (empty) return complain(empty, error, form.dataset.missing);
    error.hidden = true;
    button.disabled = true;
    words.textContent = button.dataset.busy;
    try {
      await perform(form);
    } catch {
      error.textContent = form.dataset.failed;
      error.hidden = false;
      button.disabled = false;
      words.textContent = rest;
      button.focus();
    }
  });
}

if (window.PublicKeyCredential && window.isSecureContext) {
  for (const form of document.querySelectorAll("form[data-passkey]")) watch(form);
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;
  for (const part of document.querySelectorAll("[data-passkey-part]")) part.hidden = false;
}
