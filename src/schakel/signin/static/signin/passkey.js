// Passkeys: fetches the question, lets the browser answer it, and sends the form. Signing in with a code works without.
"use strict";
{
  const supported = Boolean(window.PublicKeyCredential && navigator.credentials);

  const toBytes = (text) => {
    const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  };
  const toText = (buffer) => {
    const letters = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };

  const read = ({ publicKey }) => {
    const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
    if (options.user) options.user = { ...options.user, id: toBytes(options.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (options[list]) options[list] = options[list].map((key) => ({ ...key, id: toBytes(key.id) }));
    }
    return options;
  };

  const write = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const answer = async (form) => {
    const asked = await fetch(form.dataset.question, { method: "POST", body: new FormData(form), redirect: "error" });
    if (!asked.ok) throw new Error(String(asked.status));
    const publicKey = read(await asked.json());
    const credential = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
    form.elements.credential.value = write(credential);
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const error = form.querySelector("[data-passkey-error]");
    const say = (words) => { error.textContent = words; error.hidden = false; };
    if (!supported) {
      if (!form.hidden) form.addEventListener("submit", (event) => { event.preventDefault(); say("Deze browser kent geen toegangssleutels. Kies een app met codes."); });
      continue;
    }
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      const name = form.elements.name;
      // Without a name the server says what is missing, beside the field.
      if (name instanceof HTMLInputElement && !name.value.trim()) return;
      event.preventDefault();
      error.hidden = true;
      answer(form).catch(() => say("Het is niet gelukt, of u brak het af. Laad de pagina opnieuw als het weer misgaat."));
    });
  }
}
