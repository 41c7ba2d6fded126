// Passkeys: a form with data-passkey asks the server what to ask the device ("show" one or
// "make" one), puts the device's answer into its field `answer`, and is sent as usual.
// Forms stay hidden where the browser knows no passkeys: a mailed code is the other way.
const bytes = (text) => Uint8Array.from(
  atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((entry) => ({ ...entry, id: bytes(entry.id) }));

async function make(options) {
  const made = await navigator.credentials.create({ publicKey: {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  } });
  return {
    id: made.id, rawId: text(made.rawId), type: made.type,
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
    },
    clientExtensionResults: {},
  };
}

async function show(options) {
  const shown = await navigator.credentials.get({ publicKey: {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: known(options.allowCredentials),
  } });
  return {
    id: shown.id, rawId: text(shown.rawId), type: shown.type,
    response: {
      clientDataJSON: text(shown.response.clientDataJSON),
      authenticatorData: text(shown.response.authenticatorData),
      signature: text(shown.response.signature),
      userHandle: shown.response.userHandle ? text(shown.response.userHandle) : null,
    },
    clientExtensionResults: {},
  };
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const trouble = form.querySelector("[role=alert]");
      const button = form.querySelector("button");
      trouble.hidden = true;
      button.disabled = true;
      try {
        const reply = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
        if (!reply.ok) throw new Error(`${reply.status}`);
        const { publicKey } = await reply.json();
        const ceremony = form.dataset.passkey === "make" ? make : show;
        form.elements.answer.value = JSON.stringify(await ceremony(publicKey));
        form.submit();
      } catch {
        trouble.hidden = false;
        button.disabled = false;
      }
    });
  }
}
