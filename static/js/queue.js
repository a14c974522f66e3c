// A queue of small posts that bad reception cannot lose or double. Each entry has a key made here,
// is kept in the browser until the server has answered, is sent again after a while, and is counted
// once because the server knows the key.

const RETRY_AFTER = 3000;

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

export class Queue {
  // store: the name it is kept under in this browser, one for each page and person.
  // token: () => the present CSRF token; renew: async () => fetch a new one when it was refused.
  // told(entry, state, answer): state is waiting, sent (answer is the server's JSON), refused
  // (answer is {error: {message, fields}}) or offline: then entry is null, and answer is
  // {signedOut: true} when there is reception but nobody is signed in.
  constructor({ store, token, renew, told }) {
    Object.assign(this, { store, token, renew, told, sending: false });
    addEventListener("online", () => this.send());
  }

  entries() {
    return JSON.parse(localStorage.getItem(this.store) || "[]");
  }

  keep(entries) {
    localStorage.setItem(this.store, JSON.stringify(entries));
  }

  // Take an entry: where it goes, and its fields (submit_key among them, made here if missing).
  // about: what the page likes to remember of it; it is kept with the entry and not sent.
  add(url, fields, about = {}) {
    const entry = { url, fields: { submit_key: newKey(), ...fields }, about };
    this.keep([...this.entries(), entry]);
    this.told(entry, "waiting");
    this.send();
    return entry;
  }

  // Show what an earlier visit left behind, and go on sending.
  resume() {
    this.entries().forEach((entry) => this.told(entry, "waiting"));
    this.send();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    try {
      while (await this.sendFirst());
    } catch (trouble) {
      this.told(null, "offline", { signedOut: trouble instanceof SignedOut });
      setTimeout(() => this.send(), RETRY_AFTER);
    }
    this.sending = false;
  }

  async sendFirst() {
    const [entry] = this.entries();
    if (!entry) return false;
    let answer = await this.post(entry);
    if (answer.status === 400) {
      await this.renew();
      answer = await this.post(entry);
    }
    // Signed out, or the session is gone: the entry is kept until somebody signs in again.
    if (answer.status === 400 || answer.status === 401) throw new SignedOut();
    if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
    const said = await answer.json();
    const key = entry.fields.submit_key;
    this.keep(this.entries().filter((other) => other.fields.submit_key !== key));
    this.told(entry, answer.ok ? "sent" : "refused", said);
    return true;
  }

  post({ url, fields }) {
    const body = new URLSearchParams({ ...fields, csrf_token: this.token() });
    const headers = { Accept: "application/json" };
    return fetch(url, { method: "POST", body, headers, credentials: "same-origin" });
  }
}

class SignedOut extends Error {}

// Read the CSRF token of a fresh copy of this page into the form's own field.
export async function renewToken(form) {
  const page = await (await fetch(location.href, { credentials: "same-origin" })).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[name=csrf_token]");
  if (fresh) form.elements.csrf_token.value = fresh.value;
}
