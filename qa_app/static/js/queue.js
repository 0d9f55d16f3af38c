// Keeps saves until the server has them: one at a time, again after every failure, none twice.

const WAITS = [1, 2, 4, 8, 15];
const PREFIX = "pl.q.";

export class Queue {
  // on: saved, conflict, refused, stranger, state are told what happened and draw it; unsent
  // says how many entries are typed but not handed over yet
  constructor(island, on) {
    this.island = island;
    this.on = on;
    this.items = [];
    this.held = new Set();
    this.revisions = { ...island.revisions };
    this.csrf = island.csrf;
    this.blocked = "";
    this.failures = 0;
    this.busy = false;
    this.timer = 0;
    window.addEventListener("online", () => this.again());
    for (const name of ["focus", "pageshow"]) window.addEventListener(name, () => this.wake());
    window.addEventListener("beforeunload", (event) => {
      if (this.count) { event.preventDefault(); event.returnValue = island.words.leave; }
    });
    document.addEventListener("submit", (event) => {
      if (new URL(event.target.action, location.href).pathname === "/logout") this.forget();
    });
    this.dropOthers();
  }

  get count() { return this.items.length + this.on.unsent(); }

  has(id) { return this.items.some((item) => item.id === id); }

  // A newer value of the same entry replaces one that is still waiting, never one under way:
  // nobody knows whether that one arrived.
  put(id, body, base) {
    const waiting = this.items.find((item, place) => item.id === id && !(place === 0 && this.busy));
    if (waiting) Object.assign(waiting, { body, op: operation() });
    else this.items.push({ id, body, op: operation(), base });
    this.keep();
    this.pump();
  }

  release(id) { this.held.delete(id); this.pump(); }

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
    const base = item.base ?? this.revisions[item.id] ?? 0;
    return fetch(this.island.save, {
      method: "POST",
      keepalive: true,
      signal: stop.signal,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf },
      body: JSON.stringify({ ...item.body, base, op: item.op }),
    });
  }

  async settle(item, answer, body) {
    const status = answer ? answer.status : 0;
    if (status === 200 && body.revision) this.done(item, body, "saved");
    else if (status === 409 && body.conflict) this.clash(item, body);
    else if (status === 422) this.done(item, body, "refused");
    else if (status === 409) item.op = operation();
    else if (status === 401) this.blocked = "out";
    else if (status === 404) this.blocked = "gone";
    else if (status === 400) { await this.refresh(); this.failures += 1; }
    else this.failures += 1;
    if (status === 200 || status === 409 || status === 422) this.failures = 0;
    if (this.failures) this.later(); else this.pump();
  }

  done(item, body, what) {
    this.items.shift();
    if (body.revision) this.revisions[item.id] = body.revision;
    this.keep();
    this.on[what](item, body);
  }

  clash(item, body) {
    const theirs = body.conflict, mine = item.body;
    const same = JSON.stringify(theirs.value) === JSON.stringify(mine.value ?? null)
      && theirs.note === (mine.note ?? "") && String(theirs.read) === String(mine.read ?? []);
    if (same && !mine.fields) { this.done(item, body, "saved"); return; }
    this.held.add(item.id);
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
      if (answer.status === 401) { this.blocked = "out"; this.tell(); return; }
      if (answer.status === 404) { this.blocked = "gone"; this.tell(); return; }
      const body = await answer.json();
      if (body.owner !== this.island.owner) {
        this.on.stranger(this.items.length);
        this.items = [];
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
    else if (this.held.size) this.on.state("conflict", this.count);
    else if (this.failures) this.on.state("offline", this.count);
    else this.on.state(this.count ? "sending" : "saved", this.count);
  }

  // On disk stand codes and dates only, no note and no file reference; notes live in memory.
  keep() {
    const kept = this.items.map(({ id, body, base }) => ({
      id, base: base ?? this.revisions[id] ?? 0, value: body.value, fields: body.fields,
    }));
    this.store((store) => {
      if (kept.length) store.setItem(PREFIX + this.island.owner, JSON.stringify(kept));
      else store.removeItem(PREFIX + this.island.owner);
    });
  }

  kept() {
    let found = [];
    this.store((store) => { found = JSON.parse(store.getItem(PREFIX + this.island.owner) ?? "[]"); });
    return found;
  }

  forget() { this.store((store) => store.removeItem(PREFIX + this.island.owner)); }

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

function operation() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
