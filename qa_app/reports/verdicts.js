// Works every verdict of an evaluation out again, from the plain data that the server keeps:
// the same rules as qa_app/domain/rules, held equal to them by test. Numbers are exact.
"use strict";
const verdicts = (() => {
  const DEGREES = ["not_met", "conditional", "met"];
  const UNKNOWN = { worst: 0, best: DEGREES.length - 1 };
  const PROGRAMME = new Set(["agreement_ac2", "share_audits_done", "share_double_rated_12m"]);
  const EVENTS = new Set([
    "share_actions_on_time_12m", "share_cases_consulted_6m", "share_complaints_on_time",
    "share_first_meeting_on_time", "share_judicial_referrals_on_time", "share_supervision_held_6m",
  ]);
  const Z_95 = 1.959963984540054;
  const EVALUABLE = ["met", "conditional", "not_met"];

  const told = truth => truth.worst === truth.best ? DEGREES[truth.worst] : "cannot_tell";
  const sure = verdict => {
    const degree = DEGREES.indexOf(verdict);
    return degree < 0 ? UNKNOWN : { worst: degree, best: degree };
  };

  // "7/10", "0.7" and "-3" as a numerator over a positive denominator
  function ratio(text) {
    const [top, bottom = "1"] = String(text).split("/");
    const [whole, decimals = ""] = top.split(".");
    return {
      over: BigInt(whole + decimals),
      under: BigInt(bottom) * 10n ** BigInt(decimals.length),
    };
  }
  function compare(a, b) {
    const difference = a.over * b.under - b.over * a.under;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  const PASSES = {
    ">=": sign => sign >= 0, "<=": sign => sign <= 0, ">": sign => sign > 0,
    "<": sign => sign < 0, "==": sign => sign === 0,
  };
  function passes(test, found) {
    if (test === undefined) return false;
    const [, operator, number] = /^\s*(>=|<=|==|>|<)\s*(.*?)\s*$/.exec(test);
    if (!/^-?\d+(\.\d+)?$/.test(number)) return found.state === number;
    return found.value !== undefined
      && PASSES[operator](compare(ratio(found.value), ratio(number)));
  }

  function verdictOf(leaf, found) {
    // numbers that are held back: the verdict of the test is taken as the platform states it
    if (found.stated !== undefined) return found.stated;
    if (found.gap || found.n < (leaf.min_n || 0)) return "cannot_tell";
    if (found.is_vacuous || passes(leaf.met, found)) return "met";
    if (found.is_mild || passes(leaf.conditional, found)) return "conditional";
    const isNothing = found.value === undefined && found.state === undefined;
    return isNothing || PROGRAMME.has(leaf.metric) ? "cannot_tell" : "not_met";
  }

  // both ends of the interval of 95 % as ratios; of events by Wilson, in the steps of the server
  function intervalOf(leaf, found) {
    if (found.gap || !found.n || found.n < (leaf.min_n || 0)) return null;
    if (found.low !== undefined && found.high !== undefined) return [found.low, found.high].map(ratio);
    if (!EVENTS.has(leaf.metric) || found.count === undefined || found.is_vacuous) return null;
    const share = found.count / found.n, spread = Z_95 * Z_95 / found.n;
    const middle = share + spread / 2;
    const half = Z_95 * Math.sqrt(share * (1 - share) / found.n + spread / (4 * found.n));
    const low = found.count === 0 ? 0 : (middle - half) / (1 + spread);
    const high = found.count === found.n ? 1 : (middle + half) / (1 + spread);
    return [low, high].map(end => ({ over: BigInt(end * 2 ** 100), under: 2n ** 100n }));
  }

  function truthOf(rule, next, other) {
    if (rule.metric !== undefined) return sure(verdictOf(rule, next()));
    if (rule.criterion !== undefined) return other(rule.criterion);
    if (rule.not !== undefined) {
      const part = truthOf(rule.not, next, other);
      return { worst: UNKNOWN.best - part.best, best: UNKNOWN.best - part.worst };
    }
    const parts = rule.of.map(part => truthOf(part, next, other));
    const place = end => parts.map(part => part[end]).sort((a, b) => b - a)[rule.at_least - 1];
    return { worst: place("worst"), best: place("best") };
  }

  const looksAt = rule => rule.criterion !== undefined ? [rule.criterion]
    : rule.not !== undefined ? looksAt(rule.not)
    : rule.of !== undefined ? rule.of.flatMap(looksAt) : [];

  // each criterion after those that it looks at
  function ordered(criteria) {
    const left = new Map(criteria.map(one => [one.code, one])), order = [];
    while (left.size) {
      const ready = [...left.values()].filter(one => !looksAt(one.rule).some(c => left.has(c)));
      if (!ready.length) throw new Error("criteria in a circle");
      for (const one of ready) { order.push(one); left.delete(one.code); }
    }
    return order;
  }

  function truths(order, takenBack) {
    const found = new Map();
    for (const one of order) {
      let place = 0;
      const truth = truthOf(one.rule, () => one.found[place++], code => {
        if (!found.has(code)) throw new Error(`${code} is not asked`);
        return found.get(code);
      });
      found.set(one.code, takenBack.has(one.code) ? UNKNOWN : truth);
    }
    return found;
  }

  function holds(condition, tally, isInRegister) {
    const count = (types, wanted) => tally.filter(
      one => types.includes(one.type) && wanted.includes(one.verdict)).length;
    if (condition.all) return condition.all.every(part => holds(part, tally, isInRegister));
    if (condition.any) return condition.any.some(part => holds(part, tally, isInRegister));
    if (condition.not) return !holds(condition.not, tally, isInRegister);
    if (condition.in_register) return isInRegister;
    if (condition.count) return count(condition.of, condition.are) >= condition.count;
    if (!tally.some(one => condition.of.includes(one.type))) return false;
    const sum = count(condition.of, EVALUABLE), met = count(condition.of, ["met"]);
    if (sum < condition.fewest) return true;
    const share = { over: BigInt(met), under: BigInt(sum || 1) };
    return sum > 0 && compare(share, ratio(condition.share_below)) < 0;
  }

  // types whose share a condition counts though no criterion of them is asked: it never holds then
  function idleTypes(condition, asked) {
    const parts = condition.all || condition.any || (condition.not ? [condition.not] : []);
    if (parts.length) return [...new Set(parts.flatMap(part => idleTypes(part, asked)))];
    return condition.share_below && !condition.of.some(type => asked.includes(type)) ? condition.of : [];
  }

  function recomputed(plain) {
    const order = ordered(plain.criteria);
    const whole = truths(order, new Set());
    const isThere = code => ["met", "conditional"].includes(told(whole.get(code)));
    const lacking = plain.criteria.filter(one => one.qualifies.length && !isThere(one.code));
    const waits = new Map();
    for (const one of order) {
      const own = lacking.filter(by => by.qualifies.includes(one.code)).map(by => by.code);
      const others = looksAt(one.rule).flatMap(code => waits.get(code));
      waits.set(one.code, [...new Set([...own, ...others])].sort());
    }
    // what looks at one taken back is not taken back itself: its other parts may tell it
    const direct = new Set(lacking.flatMap(by => by.qualifies));
    const now = truths(order, direct);
    const criteria = plain.criteria.map(one => {
      const verdict = told(now.get(one.code));
      const waitsFor = verdict === "cannot_tell" ? waits.get(one.code) : [];
      return {
        code: one.code, type: one.type, verdict,
        without_gaps: told(whole.get(one.code)), waits_for: waitsFor,
      };
    });
    const rows = plain.decision.order;
    const row = rows.findIndex(
      one => !one.if || holds(one.if, criteria, plain.is_in_register));
    return { criteria, row, status: rows[row].status };
  }

  return { recomputed, verdictOf, intervalOf, idleTypes, compare, ratio };
})();
