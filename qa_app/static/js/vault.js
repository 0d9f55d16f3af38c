// Notes that are not sent yet, sealed for this tab: they outlive a reload, not the tab. The key
// comes with the page, so only the same person, signed in, can open them again.

const PREFIX = "pl.n.";

export class Vault {
  constructor(island) {
    this.name = PREFIX + island.owner;
    this.secret = island.seal;
    this.turn = 0;
    this.last = "";
  }

  // Without a secure connection browsers seal nothing; notes then live in memory alone.
  key() {
    this.made = this.made || crypto.subtle.importKey(
      "raw", bytesOf(this.secret), "AES-GCM", false, ["encrypt", "decrypt"],
    );
    return this.made;
  }

  async keep(notes) {
    const text = JSON.stringify(notes);
    if (text === this.last) return;
    this.last = text;
    this.turn += 1;
    const turn = this.turn;
    if (!Object.keys(notes).length) { this.store((store) => store.removeItem(this.name)); return; }
    if (!crypto.subtle) return;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(text);
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.key(), plain);
    // a newer set may have overtaken this one
    if (turn !== this.turn) return;
    this.store((store) => store.setItem(this.name, `${textOf(iv)}.${textOf(new Uint8Array(sealed))}`));
  }

  async open() {
    let kept = null;
    this.store((store) => { kept = store.getItem(this.name); });
    if (!kept || !crypto.subtle) return {};
    try {
      const [iv, sealed] = kept.split(".").map(bytesOf);
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await this.key(), sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch { return {}; /* sealed for somebody else, or damaged: the page says so */ }
  }

  forget() {
    this.turn += 1;
    this.last = "";
    this.store((store) => {
      for (const name of Object.keys(store)) if (name.startsWith(PREFIX)) store.removeItem(name);
    });
  }

  store(use) {
    try { use(window.sessionStorage); } catch { /* a browser may keep nothing: memory is enough */ }
  }
}

function textOf(bytes) { return btoa(String.fromCharCode(...bytes)); }

function bytesOf(text) { return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)); }
