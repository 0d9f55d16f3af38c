// Shows a dossier, works its verdicts out again before the reader's eyes, and changes nothing.
"use strict";
(() => {
  const outer = JSON.parse(document.getElementById("dossier").textContent);
  const signed = JSON.parse(outer.payload), said = signed.evaluation;
  const SHAPES = { met: "✓", conditional: "◐", not_met: "✕", cannot_tell: "◌" };
  const LEVELS = { met: "met", conditional: "conditional", not_met: "failed", cannot_tell: "cannot_tell" };
  const moved = new Map();
  let language = outer.language, isTrial = false, signature = "checking", listing = "", asOf = "";

  const word = (name, values = {}) => Object.entries(values).reduce(
    (text, [key, value]) => text.replaceAll(`%(${key})s`, value), outer.words[language][name]).replaceAll("%%", "%");
  const text = both => both ? both[language] || both[language === "zh" ? "en" : "zh"] : "";
  // a day as pages and papers write it
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  function shownDay(day) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
    const [year, month, date] = day.split("-").map(Number);
    return language === "zh" ? `${year}年${month}月${date}日` : `${date} ${MONTHS[month - 1]} ${year}`;
  }
  const listed = parts => parts.join(language === "zh" ? "、" : ", ");

  function made(name, fields = {}, ...parts) {
    const one = document.createElement(name);
    for (const [key, value] of Object.entries(fields)) {
      if (key === "on") one.addEventListener(value[0], value[1]);
      else if (key === "hidden") one.hidden = value;
      else one.setAttribute(key, value);
    }
    one.append(...parts);
    return one;
  }

  // an exact number rounded half up, for showing
  function decimal(ratio, places) {
    const scale = 10n ** BigInt(places), isBelow = ratio.over < 0n;
    const over = (isBelow ? -ratio.over : ratio.over) * scale * 2n + ratio.under;
    const digits = (over / (ratio.under * 2n)).toString().padStart(places + 1, "0");
    const whole = digits.slice(0, digits.length - places), rest = places ? digits.slice(-places) : "";
    const shown = rest.replace(/0+$/, "");
    return (isBelow ? "−" : "") + whole + (shown ? `.${shown}` : "");
  }
  function number(metric, value) {
    const ratio = typeof value === "string" ? verdicts.ratio(value) : value;
    if (signed.scales[metric] === "flag") return word(ratio.over === 0n ? "flag_no" : "flag_yes");
    if (signed.scales[metric] !== "share") return decimal(ratio, 2);
    return `${decimal({ over: ratio.over * 100n, under: ratio.under }, 1)}%`;
  }

  const leaves = rule => rule.metric !== undefined ? [rule]
    : rule.not !== undefined ? leaves(rule.not) : rule.of !== undefined ? rule.of.flatMap(leaves) : [];

  // a copy whose thresholds are those of the trial
  function tried() {
    const copy = JSON.parse(JSON.stringify(said));
    for (const [key, value] of moved) {
      const [code, place, name] = key.split("/");
      const leaf = leaves(copy.criteria.find(one => one.code === code).rule)[Number(place)];
      leaf[name] = leaf[name].replace(/-?[\d./]+$/, value);
    }
    return copy;
  }

  const isStated = one => one.found.some(found => found.stated !== undefined);
  const held = said.criteria.filter(isStated).length;
  // where no test has a number or a state, nothing is there to work out and no threshold to move
  const isWorkedOut = said.criteria.some(one => one.found.some(found => found.value !== undefined || found.state !== undefined));

  function testCell(one, leaf, place, name) {
    const test = leaf[name];
    if (test === undefined) return "";
    const [, operator, limit] = /^\s*(>=|<=|==|>|<)\s*(.*)$/.exec(test);
    const sign = { ">=": "≥", "<=": "≤", "==": "=" }[operator] || operator;
    const scale = signed.scales[leaf.metric], isShare = scale === "share", key = `${one.code}/${place}/${name}`;
    // a threshold whose number is held back cannot be moved: nothing is known to hold against it
    if (!isTrial || scale === "flag" || !/^-?[\d./]+$/.test(limit) || one.found[place].stated !== undefined)
      return outer.tests[language][key];
    // shares are typed as they are shown, in per cent
    const hundredth = typed => {
      const [, below, whole, rest = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(typed), digits = whole.padStart(3, "0");
      return `${below}${digits.slice(0, -2)}.${digits.slice(-2)}${rest}`;
    };
    const asTyped = kept => {
      const ratio = verdicts.ratio(kept);
      return decimal(isShare ? { over: ratio.over * 100n, under: ratio.under } : ratio, 4).replace("−", "-");
    };
    const field = made("input", {
      "aria-label": word("move", { code: one.code, test: word(name) }),
      value: asTyped(moved.get(key) || limit), inputmode: "decimal", "data-key": key,
      on: ["change", () => {
        const typed = field.value.trim();
        if (/^-?\d{1,9}(\.\d{1,6})?$/.test(typed)) moved.set(key, isShare ? hundredth(typed) : typed);
        else moved.delete(key);
        show(key);
      }],
    });
    return made("span", {}, `${sign} `, field, isShare ? "%" : "");
  }

  function verdictCell(verdict, label, remark = "") {
    const cell = made("td", { class: verdict, "data-label": label },
      `${SHAPES[verdict]} ${text(signed.levels[LEVELS[verdict]])}`);
    if (remark) cell.append(made("div", { class: "small" }, remark));
    return cell;
  }

  // evidence of before has the mean without its interval
  function isLost(metric, found) {
    return signed.is_whole && !signed.intervals && signed.scales[metric] === "score" && found.value !== undefined && found.n > 1;
  }

  function row(one, again) {
    const parts = leaves(one.rule), stacked = some => {
      const cell = made("div");
      some.forEach(part => cell.append(made("div", {}, part)));
      return cell;
    };
    const values = one.found.map((found, place) => {
      const { metric } = parts[place], kept = ((signed.intervals || {})[one.code] || [])[place];
      const ends = kept ? kept.map(verdicts.ratio) : verdicts.intervalOf(parts[place], found);
      const value = found.gap ? word("gap") : found.stated !== undefined ? word("held") : found.value !== undefined ? number(metric, found.value)
        : found.state !== undefined ? outer.words[language][`state_${found.state}`] || found.state : "–";
      const [low, high] = (ends || [found.low]).map(end => end === undefined ? end : number(metric, end));
      const around = ends ? word("interval", { low, high })
        : isLost(metric, found) ? word("interval_lost")
          : found.value !== undefined && low !== undefined ? word("low_end", { low }) : "";
      return around ? made("span", {}, value, made("div", { class: "small" }, around)) : value;
    });
    const tests = parts.map((leaf, place) => made("span", {},
      testCell(one, leaf, place, "met"), leaf.conditional === undefined ? "" : " / ",
      testCell(one, leaf, place, "conditional")));
    const line = made("tr", { id: one.code, class: again.verdict === one.verdict ? "" : "moved" },
      made("th", { scope: "row" }, one.code),
      made("td", {}, text(signed.criteria[one.code]), " ", made("span", { class: "small" }, word(one.type))),
      made("td", { class: "number", "data-label": word("value") }, stacked(values)),
      made("td", { class: "number", "data-label": "n" }, stacked(one.found.map(found => found.n === undefined ? "–" : String(found.n)))),
      made("td", { class: "tests", "data-label": word("threshold") }, stacked(tests)),
      verdictCell(one.verdict, word("stated")),
      ...(isWorkedOut ? [verdictCell(again.verdict, word("again"), isStated(one) ? word("again_stated") : "")] : []));
    // what the centre may enter itself, and which versions are put together, each said once
    const own = parts.map(leaf => outer.words[language][`own_${leaf.metric}`]).filter(Boolean);
    ((signed.versions || {})[one.code] || []).forEach((names, place) => {
      const name = signed.scales[parts[place].metric] === "change" ? "versions_compared" : "versions_joined";
      if (names) own.push(word(name, { versions: listed(names) }));
    });
    new Set(own).forEach(said => line.children[1].append(made("div", { class: "small" }, said)));
    if (again.waits_for.length)
      line.children[1].append(made("div", { class: "small" }, word("waits", { codes: listed(again.waits_for) })));
    return line;
  }

  function differing(result) {
    const codes = result.criteria.filter((one, at) => one.verdict !== said.criteria[at].verdict).map(one => one.code);
    if (result.status !== said.status || result.row !== said.row) codes.push(word("proposal"));
    return codes;
  }

  // the words of a row; of what the set does not ask they say nothing that holds
  function when(one) {
    const idle = verdicts.idleTypes(one.if || {}, said.criteria.map(each => each.type));
    return idle.length ? word("row_idle", { row: text(one.when), kinds: listed(idle.map(type => word(`kind_${type}`))) }) : text(one.when);
  }

  function show(focus) {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = `${word("title")} · ${text(signed.centre)}`;
    const own = verdicts.recomputed(said), now = isTrial ? verdicts.recomputed(tried()) : own;
    const wrong = differing(own), count = said.criteria.length;
    const agrees = !held ? "same" : isWorkedOut ? "same_stated" : "only_stated";
    const head = ["code", "criterion", "value", "n", "threshold", "stated", ...(isWorkedOut ? ["again"] : [])].map(
      name => made("th", { scope: "col" }, name === "n" ? "n" : word(name)));
    const rows = said.decision.order.map((one, at) => made("tr", { class: at === now.row ? "now" : "" },
      made("td", {}, at === now.row ? "▶" : ""), made("td", {}, text(signed.states[one.status])),
      made("td", {}, when(one))));
    const state = text(signed.states[now.status]);
    const page = document.getElementById("page");
    page.replaceChildren(
      ...(signed.notice ? [made("p", { class: "notice", role: "note" }, text(signed.notice))] : []),
      made("div", { class: "top" },
        made("button", { type: "button", id: "language", on: ["click", () => { language = language === "zh" ? "en" : "zh"; show("language"); }] },
          language === "zh" ? "English" : "中文"),
        ...(isWorkedOut ? [made("button", { type: "button", id: "trial", "aria-pressed": String(isTrial), on: ["click", () => { isTrial = !isTrial; moved.clear(); show("trial"); }] },
          word(isTrial ? "end_trial" : "begin_trial"))] : []),
        made("button", { type: "button", id: "print", on: ["click", () => window.print()] }, word("print"))),
      made("h1", {}, word("heading", { centre: text(signed.centre), area: text(signed.area) })),
      made("p", {}, word("about", { set: text(signed.set), version: said.criteria_version.version, day: shownDay(said.as_of) })),
      made("p", { id: "numbers" }, word(signed.is_whole ? "whole" : "without_numbers")),
      made("p", { id: "result", role: "status", class: wrong.length ? "said bad" : "said" },
        wrong.length ? word("differ", { codes: listed(wrong) }) : word(agrees, { count, held })),
      made("p", { id: "signature", role: "status", class: /^(altered)$/.test(signature) ? "said bad" : "said" },
        word(`signature_${signature}`, { key: outer.key })),
      made("p", { class: "no-print" }, made("label", { for: "list" }, word("list")), " ",
        made("input", { id: "list", type: "file", accept: ".json", on: ["change", holdAgainstList] })),
      made("p", { id: "listed", role: "status", hidden: !listing, class: listing === "counts" ? "said" : "said bad" },
        listing ? word(`list_${listing}`, { key: outer.key, day: shownDay(asOf) }) : ""),
      made("p", { id: "trial-mark", class: "trial", hidden: !isTrial }, word("trial_mark"), held ? ` ${word("trial_held", { count, held })}` : ""),
      made("p", { id: "status", class: "said" }, word(isTrial ? "would_propose" : "proposes", { status: state })),
      made("table", {}, made("caption", { class: "small" }, word(isWorkedOut ? "table" : "table_stated")), made("thead", {}, made("tr", {}, ...head)),
        made("tbody", {}, ...said.criteria.map((one, at) => row(one, now.criteria[at])))),
      made("h2", {}, word("decision")), made("table", {}, made("tbody", {}, ...rows)),
      made("h2", {}, word("trust")), made("p", {}, word("trust_measured")), made("p", {}, word("trust_key", { key: outer.key })),
      ...(held ? [made("p", {}, word("trust_stated", { count: held }))] : []),
      made("p", { class: "small" }, `SHA-256 ${signed.evidence_digest}`), made("p", {}, text(signed.disclaimer)), form());
    if (focus) (document.getElementById(focus) || document.querySelector(`[data-key="${focus}"]`))?.focus();
  }

  function form() {
    const blank = name => made("p", {}, `${word(name)} `, made("span", { class: "blank" }, "\u00a0"));
    const code = document.getElementById("code").content.cloneNode(true);
    const boxes = names => names.map(name => `☐\u00a0${text(signed.states[name])}`).join("　");
    const later = outer.decided.filter(name => !signed.choices.includes(name));
    return made("section", { class: "form", id: "reply" }, code, made("h2", {}, word("reply")),
      made("p", {}, `${text(signed.centre)} · ${text(signed.area)} · ${shownDay(said.as_of)}`),
      blank("reply_body"), blank("reply_number"), blank("reply_date"), made("p", {}, boxes(signed.choices)),
      made("p", {}, word("choices_later", { choices: boxes(later) })),
      blank("reply_reasons"), blank("reply_conditions"), blank("reply_days"), blank("reply_sign"), made("div", { class: "seal" }),
      made("p", { class: "small" }, signed.reply), made("p", { class: "small" }, word("reply_how")), made("p", { class: "small" }, text(signed.disclaimer)));
  }

  const bytes = hex => Uint8Array.from(hex.match(/../g), one => parseInt(one, 16));
  async function checkSignature() {
    try {
      const key = await crypto.subtle.importKey("raw", bytes(outer.public_key), "Ed25519", false, ["verify"]);
      const isOne = await crypto.subtle.verify("Ed25519", key, bytes(outer.signature), new TextEncoder().encode(outer.payload));
      const name = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(outer.public_key)))]
        .map(one => one.toString(16).padStart(2, "0")).join("").slice(0, 16);
      signature = isOne && name === outer.key && name === signed.key ? "holds" : "altered";
    } catch { signature = "unknown"; }
    show();
  }

  // whether the published list knows the key, and whether it still counts
  async function holdAgainstList(event) {
    listing = "unreadable";
    try {
      const list = JSON.parse(await event.target.files[0].text());
      if (list.schema === "qa.keys/2") {
        const key = list.keys.find(one => one.code === outer.key && one.public_key === outer.public_key);
        asOf = String(list.as_of).slice(0, 10);
        listing = !key ? "missing" : key.revoked ? "revoked"
          : key.last_day && said.known_at.slice(0, 10) > key.last_day ? "outside" : "counts";
      }
    } catch { listing = "unreadable"; }
    show("list");
  }

  show();
  checkSignature();
})();
