// Passkeys: the browser makes one or signs with one, and the form is sent with what it gave.

const read = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const write = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((one) => ({ ...one, id: read(one.id) }));

function sent(credential) {
  const response = { clientDataJSON: write(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = write(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: write(credential.rawId), type: credential.type, response });
}

function make(options) {
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: read(options.challenge),
      user: { ...options.user, id: read(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    },
  });
}

function sign(options) {
  return navigator.credentials.get({
    publicKey: { ...options, challenge: read(options.challenge), allowCredentials: known(options.allowCredentials) },
  });
}

for (const form of document.querySelectorAll("[data-passkey], [data-new-passkey]")) {
  const isNew = "newPasskey" in form.dataset;
  const field = form.querySelector(isNew ? "[name=made_passkey]" : "[name=again_passkey]");
  const fault = form.querySelector("[data-passkey-fault]");
  const typed = form.querySelector("[name=again_password]");
  form.addEventListener("submit", async (event) => {
    if (field.value || (typed && typed.value)) return;
    event.preventDefault();
    fault.hidden = true;
    try {
      const options = JSON.parse(isNew ? form.dataset.newPasskey : form.dataset.passkey);
      field.value = sent(await (isNew ? make(options) : sign(options)));
    } catch {
      fault.textContent = form.dataset.fault;
      fault.hidden = false;
      return;
    }
    form.requestSubmit(event.submitter);
  });
}
