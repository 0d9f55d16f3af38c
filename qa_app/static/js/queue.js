// Keeps saves until the server has them: one at a time, again after every failure, none twice.

const WAITS = [1, 2, 4, 8, 15];
const PREFIX = "pl.q.";
const ANSWER_WAIT = 200;

export class Queue {
  // on: saved, conflict, refused, elsewhere, stranger, state are told what happened and draw it;
  // unsent says how many entries are typed but not handed over yet, refusals how many were refused;
  // with keepsRefused what was refused outlives a reload, and is refused again where it stands
  constructor(island, on, vault) {
    this.island = island;
    this.on = on;
    this.vault = vault;
    this.items = [];
    this.held = new Map();
    this.refused = new Map();
    this.tab = tabName();
    this.adopted = new Set();
    this.living = new Set();
    this.listen();
    this.revisions = new Map(Object.entries(island.revisions ?? {}));
    this.told = new Map();
    this.saves = island.saves;
    this.csrf = island.csrf;
    this.blocked = "";
    this.failures = 0;
    this.busy = false;
    this.timer = 0;
    window.addEventListener("online", () => this.again());
    for (const name of ["focus", "pageshow"]) window.addEventListener(name, () => this.wake());
    window.addEventListener("beforeunload", (event) => {
      if (this.left) return;
      if (this.count || this.held.size || this.on.refusals()) { event.preventDefault(); event.returnValue = island.words.leave; }
    });
    document.addEventListener("submit", (event) => {
      if (new URL(event.target.action, location.href).pathname === "/logout") this.forget();
    });
    // signed in again in place: what is kept goes out under the new token; somebody else throws
    // it away
    document.addEventListener("pl:in", (event) => {
      this.csrf = event.detail.csrf;
      if (this.blocked === "out") this.blocked = "";
      this.again();
    });
    document.addEventListener("pl:stranger", () => { this.items = []; this.held.clear(); this.refused.clear(); this.left = true; this.forget(); });
    this.dropOthers();
  }

  goneOut() {
    this.blocked = "out";
    document.dispatchEvent(new CustomEvent("pl:out"));
  }

  get count() { return this.items.length + this.on.unsent(); }

  has(id) { return this.items.some((item) => item.id === id); }

  // A newer value of the same entry replaces one that never left, never one that was sent:
  // nobody knows whether that one arrived.
  put(id, body) {
    this.refused.delete(id);
    // while a conflict waits for its choice, what is typed belongs to that choice
    if (this.held.has(id)) {
      Object.assign(this.held.get(id), { body, op: operation() });
      this.keep();
      this.tell();
      return;
    }
    const waiting = this.items.find((item) => item.id === id && !item.tried);
    if (waiting) waiting.body = body;
    else this.items.push({ id, body, op: operation() });
    this.keep();
    this.pump();
  }

  // Takes up what an earlier opening of the page could not send, under its own numbers.
  restore(items) {
    this.items.unshift(...items.map((item) => ({ ...item, op: item.op || operation() })));
    this.keep();
    this.pump();
  }

  // Ends a conflict; what was typed into it meanwhile goes out only through the choice.
  release(id) {
    this.held.delete(id);
    this.items = this.items.filter((item) => item.id !== id);
    this.keep();
  }

  async pump() {
    if (this.busy || this.blocked) { this.tell(); return; }
    const place = this.items.findIndex((item) => !this.held.has(item.id));
    if (place < 0) { this.tell(); return; }
    const [item] = this.items.splice(place, 1);
    this.items.unshift(item);
    this.busy = true;
    this.tell();
    let answer = null, body = {};
    try {
      answer = await this.send(item);
      body = await answer.json();
    } catch { /* the network, or an answer that is no JSON: tried again below */ }
    this.busy = false;
    await this.settle(item, answer, body);
  }

  send(item) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20000);
    item.base = item.base ?? this.revisions.get(item.id) ?? 0;
    item.tried = true;
    this.keep();
    return fetch(this.island.save, {
      method: "POST",
      keepalive: true,
      signal: stop.signal,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf },
      body: JSON.stringify({ ...item.body, base: item.base, op: item.op }),
    });
  }

  async settle(item, answer, body) {
    const status = answer ? answer.status : 0;
    if (status === 200 && body.revision) this.done(item, body, "saved");
    else if (status === 409 && body.conflict) this.clash(item, body);
    else if (status === 422) this.done(item, body, "refused");
    else if (status === 409 && body.error?.reason?.startsWith("barred")) this.blocked = "barred";
    else if (status === 409) item.op = operation();
    else if (status === 401) this.goneOut();
    else if (status === 404) this.blocked = "gone";
    else if (status === 400) { await this.refresh(); this.failures += 1; }
    else this.failures += 1;
    if (status === 200 || status === 409 || status === 422) this.failures = 0;
    if (this.failures) this.later(); else this.pump();
  }

  done(item, body, what) {
    this.items.shift();
    const before = this.revisions.get(item.id) ?? 0;
    if (body.revision) this.revisions.set(item.id, body.revision);
    if (what === "refused" && this.on.keepsRefused && !this.has(item.id)) this.refused.set(item.id, item);
    this.keep();
    this.on[what](item, body);
    this.compare(body, Math.max((body.revision ?? 0) - before, 0));
  }

  // What was saved of other entries since this page last heard: in another window, on another
  // device. Nothing of it is lost, but this page does not show it.
  compare(body, ofThis) {
    if (body.revisions) { this.differ(body.revisions); return; }
    if (body.saves === undefined || this.saves === undefined) return;
    const others = body.saves - this.saves - ofThis;
    this.saves = body.saves;
    if (others > 0) this.ask();
  }

  // Which entries those were; without an answer only that there are some.
  async ask() {
    try {
      const answer = await fetch(this.island.state, { headers: { Accept: "application/json" } });
      this.differ((await answer.json()).revisions);
    } catch { this.on.elsewhere([]); }
  }

  // Each is told once; the page goes on to save on what it shows, so that nothing is overwritten.
  differ(revisions) {
    const mine = new Set([...this.items.map(({ id }) => id), ...this.held.keys()]);
    const newer = Object.entries(revisions).filter(([id, revision]) => (
      !mine.has(id) && revision > (this.revisions.get(id) ?? 0) && this.told.get(id) !== revision
    ));
    for (const [id, revision] of newer) this.told.set(id, revision);
    if (newer.length) this.on.elsewhere(newer.map(([id]) => id));
  }

  clash(item, body) {
    const theirs = body.conflict, mine = item.body;
    const same = JSON.stringify(theirs.value) === JSON.stringify(mine.value ?? null)
      && theirs.note === (mine.note ?? "") && String(theirs.read) === String(mine.read ?? []);
    if (same && !mine.fields) { this.done(item, body, "saved"); return; }
    // what was typed while the answer was on its way is a side of the choice, and waits no longer
    const later = this.items.filter((one) => one !== item && one.id === item.id);
    if (later.length) Object.assign(item, { body: later[later.length - 1].body, op: operation() });
    this.items = this.items.filter((one) => !later.includes(one));
    this.held.set(item.id, item);
    this.done(item, body, "conflict");
  }

  later() {
    this.tell();
    clearTimeout(this.timer);
    const seconds = WAITS[Math.min(this.failures, WAITS.length) - 1];
    this.timer = setTimeout(() => this.pump(), seconds * 1000);
  }

  again() { this.failures = 0; clearTimeout(this.timer); this.pump(); }

  async wake() {
    if (this.blocked === "out") await this.refresh();
    if (!this.blocked && this.items.length) this.again();
  }

  // After signing in again in another tab the old token is worth nothing; a person who is
  // not the one before must not send what that one typed.
  async refresh() {
    try {
      const answer = await fetch(this.island.state, { headers: { Accept: "application/json" } });
      if (answer.status === 401) { this.goneOut(); this.tell(); return; }
      if (answer.status === 404) { this.blocked = "gone"; this.tell(); return; }
      const body = await answer.json();
      if (body.owner !== this.island.owner) {
        this.on.stranger(this.items.length);
        this.items = [];
        this.refused.clear();
        this.forget();
        this.blocked = "gone";
        return;
      }
      this.csrf = body.csrf;
      this.blocked = "";
    } catch { /* still no network */ }
  }

  tell() {
    if (this.blocked) this.on.state(this.blocked, this.count);
    else if (this.failures && this.count) this.on.state("offline", this.count);
    else if (this.held.size) this.on.state("conflict", this.held.size);
    else this.on.state(this.count ? "sending" : "saved", this.count);
  }

  // On disk stand codes and dates only, no file reference and no note in clear: notes go to
  // the vault, sealed, and the disk says only that there is one.
  keep() {
    const all = [...this.held.values(), ...this.items, ...this.refused.values()];
    // one that follows another of its entry is based on what becomes of that
    const follows = (place) => all.findIndex(({ id }) => id === all[place].id) < place;
    const kept = all.map(({ id, body, base, op, tried }, place) => ({
      id, op, tried, tab: this.tab, base: base ?? (follows(place) ? null : this.revisions.get(id) ?? 0),
      value: body.value, fields: body.fields, read: body.read, noted: Boolean(body.note),
    }));
    this.store((store) => {
      const rest = this.onDisk().filter(({ tab }) => tab !== this.tab && !this.adopted.has(tab));
      const whole = [...rest, ...kept];
      if (whole.length) store.setItem(PREFIX + this.island.owner, JSON.stringify(whole));
      else store.removeItem(PREFIX + this.island.owner);
    });
    this.vault.keep(Object.fromEntries(
      all.filter(({ body }) => body.note).flatMap(({ op, body }) => (
        body.keep ? [[op, body.note], [`why.${op}`, body.keep]] : [[op, body.note]]
      )),
    ));
  }

  onDisk() {
    let found = [];
    this.store((store) => { found = JSON.parse(store.getItem(PREFIX + this.island.owner) ?? "[]"); });
    return found;
  }

  // What this tab left behind, and what tabs left that are closed by now; an open one sends
  // its own.
  async kept() {
    const found = this.onDisk();
    if (this.channel && found.some(({ tab }) => tab !== this.tab)) {
      this.channel.postMessage({ ask: true });
      await new Promise((done) => setTimeout(done, ANSWER_WAIT));
    }
    const mine = found.filter(({ tab }) => !this.living.has(tab));
    for (const { tab } of mine) this.adopted.add(tab);
    return mine;
  }

  listen() {
    if (!window.BroadcastChannel) return;
    this.channel = new BroadcastChannel(PREFIX + this.island.owner);
    this.channel.addEventListener("message", ({ data }) => {
      if (data.ask) this.channel.postMessage({ here: this.tab });
      else this.living.add(data.here);
    });
  }

  forget() {
    this.store((store) => store.removeItem(PREFIX + this.island.owner));
    this.vault.forget();
  }

  dropOthers() {
    const person = PREFIX + this.island.owner.split(".")[0];
    this.store((store) => {
      for (const name of Object.keys(store)) {
        if (name.startsWith(PREFIX) && !name.startsWith(person)) store.removeItem(name);
      }
    });
  }

  store(use) {
    try { use(window.localStorage); } catch { /* a browser may keep nothing: memory is enough */ }
  }
}

function tabName() {
  const made = operation();
  try {
    const name = window.sessionStorage.getItem("pl.tab") ?? made;
    window.sessionStorage.setItem("pl.tab", name);
    return name;
  } catch { return made; }
}

function operation() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
