"use strict";
(() => {
  let runs = JSON.parse(document.getElementById("data").textContent);
  const live = document.documentElement.dataset.live;
  const two = runs.length === 2;
  const LATENCIES = {
    responseTime: "response time", serviceTime: "service time", roundTrip: "round trip",
    firstMessage: "first message", gap: "gap", serverTime: "server time", startLag: "start lag",
  };
  const KINDS = {
    UNARY: "unary", SERVER_STREAMING: "server stream", CLIENT_STREAMING: "client stream", BIDI_STREAMING: "bidi stream",
  };
  const RUN = ["A", "B"];
  let plots = [];

  // ---- small things

  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.flat().filter(child => child !== null && child !== undefined));
    return made;
  }

  const number = value => Number(value).toLocaleString("en-US");
  const rate = value => value >= 100 ? number(Math.round(value)) : (Math.round(value * 10) / 10).toFixed(1);

  function time(micros) {
    if (micros === null || micros === undefined) return "–";
    const digits = value => value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : number(Math.round(value));
    if (micros < 999.5) return digits(micros) + " µs";
    return micros < 999500 ? digits(micros / 1e3) + " ms" : digits(micros / 1e6) + " s";
  }

  function clock(seconds) {
    const whole = Math.round(seconds);
    return Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
  }

  const percent = (part, all) => all ? (100 * part / all).toFixed(part && part / all < 0.001 ? 3 : part ? 2 : 0) + " %" : "–";
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const requestOf = (run, name) => run.requests.find(request => request.name === name);
  const lineOf = (run, name) => run.timeline.requests.find(request => request.name === name);
  const planOf = (run, name) => run.plan.requests.find(request => request.name === name);

  // ---- verdict and expectations

  const BADGES = {VALID: ["good", "✓"], SUSPECT: ["warn", "⚠"], INVALID: ["bad", "✕"]};

  function badge(kind, sign, text) {
    return el("span", {class: "badge " + kind}, el("span", {"aria-hidden": "true"}, sign), text);
  }

  function head(run, index) {
    const title = (two ? RUN[index] + ": " : "") + (run.name || run.plan.scenario + " of " + targetText(run));
    const [kind, sign] = BADGES[run.verdict.status] || BADGES.INVALID;
    const labels = Object.entries(run.labels || {}).map(([key, value]) => el("span", {class: "chip"}, key + "=" + value));
    const expected = run.expectations.flatMap(expectation => [
      expectation.met ? badge("good", "✓", "met") : badge("bad", "✕", "missed"),
      el("div", {}, el("code", {}, expectation.expected), expectation.default ? " (the default)" : "",
        el("span", {class: "sub"}, " · found " + expectation.found)),
    ]);
    return el("section", {"aria-label": two ? "Run " + RUN[index] : "Run"},
      el(two ? "h2" : "h1", two ? {style: "margin:0;font-size:21px"} : {}, title),
      el("p", {class: "sub"},
        (run.name ? run.plan.scenario + " of " + targetText(run) + " · " : "")
        + run.window.start.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")
        + " · measured for " + run.window.seconds.toFixed(1) + " s after " + run.plan.warmUp + " of warm-up · run "
        + run.runId + " · yodel " + run.yodel),
      labels.length ? el("div", {class: "chips"}, labels) : null,
      el("div", {class: "verdict"}, badge(kind, sign, run.verdict.status), el("span", {class: "sub"},
        run.verdict.status === "VALID" ? "No threshold of the load generator was exceeded." : "The figures may be distorted:")),
      run.verdict.reasons.length ? el("ul", {class: "plain"}, run.verdict.reasons.map(reason => el("li", {}, reason))) : null,
      expected.length ? el("div", {class: "expect"}, expected) : null);
  }

  function targetText(run) {
    const target = run.plan.target;
    return typeof target === "string" ? target : target.address || JSON.stringify(target);
  }

  // ---- figures

  function tiles(run) {
    const sum = (field, rows = run.requests) => rows.reduce((all, request) => all + request[field], 0);
    const failed = sum("failed");
    const calls = sum("count");
    const messages = run.requests.reduce((all, request) =>
      all + (request.messages ? request.messages.sent + request.messages.received : 0), 0);
    const made = [
      ["Calls", number(calls), rate(calls / (run.window.seconds || 1)) + " per s"],
      ["Failed", number(failed), percent(failed, calls) + " of calls"],
    ];
    if (messages) made.push(["Messages", number(messages), rate(messages / (run.window.seconds || 1)) + " per s, both ways"]);
    const main = run.requests.slice().sort((a, b) => b.count - a.count)[0];
    const latency = main && mainLatency(main);
    if (latency) {
      const times = timesOf(main, latency);
      made.push(["p50 " + LATENCIES[latency], time(times.p50), main.name]);
      made.push(["p99 " + LATENCIES[latency], time(times.p99), main.name]);
    }
    return el("dl", {class: "tiles"}, made.map(([name, value, more]) =>
      el("div", {class: "tile"}, el("dt", {}, name), el("dd", {}, value, el("small", {}, more)))));
  }

  const timesOf = (request, latency) => request[latency] || (request.messages && request.messages[latency]);

  function holds(name) {
    return runs.some(run => planOf(run, name) && planOf(run, name).arrival.streams !== undefined);
  }

  function mainLatency(request) {
    const order = holds(request.name) ? ["roundTrip", "gap", "firstMessage", "responseTime"] : ["responseTime", "serviceTime"];
    return order.find(latency => timesOf(request, latency));
  }

  function table() {
    const body = el("tbody");
    const inOrder = names.flatMap(name => runs.flatMap((run, index) =>
      run.requests.filter(request => request.name === name).map(request => [request, index])));
    inOrder.forEach(([request, index]) => {
      const rows = Object.keys(LATENCIES).filter(latency => timesOf(request, latency));
      const shown = rows.length ? rows : [null];
      shown.forEach((latency, at) => {
        const times = latency && timesOf(request, latency);
        const cells = ["p50", "p90", "p99", "p999", "p9999", "max"].map(field => el("td", {}, times ? time(times[field]) : "–"));
        const first = at === 0;
        body.append(el("tr", first ? {} : {class: "more"},
          first ? el("th", {class: "l", scope: "row"}, (two ? RUN[index] + ": " : "") + request.name) : el("td"),
          el("td", {class: "l"}, first ? KINDS[request.kind] : ""),
          el("td", {}, first ? number(request.count) : ""),
          el("td", {}, first ? (request.failed ? "✕ " : "") + number(request.failed) : ""),
          el("td", {}, first ? rate(request.perSecond) : ""),
          el("td", {class: "l"}, latency ? LATENCIES[latency] : "no call"), cells));
      });
    });
    const columns = [["Request", 1], ["Kind", 1], ["Calls"], ["Failed"], ["Per s"], ["Latency", 1],
      ["p50"], ["p90"], ["p99"], ["p99.9"], ["p99.99"], ["max"]];
    return scrolling("Requests", el("table", {class: "data"},
      el("thead", {}, el("tr", {}, columns.map(([name, left]) => el("th", {scope: "col", class: left ? "l" : null}, name)))), body));
  }

  function scrolling(name, content, note) {
    return el("div", {class: "card"},
      el("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": name}, content),
      note ? el("p", {class: "note"}, note) : null);
  }

  function failures() {
    const rows = runs.flatMap((run, index) => run.requests.flatMap(request =>
      Object.entries(request.errors || {}).map(([error, count]) => ({run: index, request, error, count}))));
    if (!rows.length) return null;
    rows.sort((a, b) => b.count - a.count);
    return el("section", {}, el("h2", {}, "Errors"), scrolling("Errors", el("table", {class: "data"},
      el("thead", {}, el("tr", {}, el("th", {scope: "col"}, "Calls"), el("th", {scope: "col", class: "l"}, "Request"),
        el("th", {scope: "col", class: "l"}, "Error"))),
      el("tbody", {}, rows.slice(0, 20).map(row => el("tr", {}, el("td", {}, number(row.count)),
        el("td", {class: "l"}, (two ? RUN[row.run] + ": " : "") + row.request.name),
        el("td", {class: "l", style: "white-space:normal;overflow-wrap:anywhere;min-width:20em"}, row.error)))))));
  }

  function slowest() {
    const rows = runs.flatMap((run, index) => (run.slowest || []).map(call => ({run, index, call})));
    if (!rows.length) return null;
    rows.sort((a, b) => b.call.responseTime - a.call.responseTime);
    const traced = rows.some(row => row.call.traceId);
    const since = row => ((Date.parse(row.call.due) - Date.parse(row.run.window.start)) / 1000).toFixed(3) + " s";
    return el("section", {}, el("h2", {}, "Slowest calls"), scrolling("Slowest calls",
      el("table", {class: "data"}, el("thead", {}, el("tr", {}, el("th", {class: "l", scope: "col"}, "Request"),
        ["Due at", "Response time", "Service time", "Server time", "Status", "Server"].concat(traced ? "Trace" : []).map(name =>
          el("th", {scope: "col"}, name)))),
      el("tbody", {}, rows.slice(0, 40).map(row => el("tr", {},
        el("th", {class: "l", scope: "row"}, (two ? RUN[row.index] + ": " : "") + row.call.name),
        el("td", {title: row.call.due}, since(row)), el("td", {}, time(row.call.responseTime)), el("td", {}, time(row.call.serviceTime)),
        el("td", {}, row.call.serverTime === undefined ? "–" : time(row.call.serverTime)),
        el("td", {}, row.call.status + (row.call.ok || row.call.status !== "OK" ? "" : ", failed")),
        el("td", {}, row.call.peer || "–"), traced ? el("td", {}, row.call.traceId || "–") : null)))),
      "By response time, since the start of the window. Streams that were held open are left out."));
  }

  function connections() {
    const rows = runs.flatMap((run, index) => run.channels.flatMap(channel => channel.backends.map(backend => el("tr", {},
      el("th", {class: "l", scope: "row"}, (two ? RUN[index] + ": " : "") + backend.address),
      el("td", {}, number(backend.calls)), el("td", {}, number(backend.connections)), el("td", {}, number(backend.reconnects)),
      el("td", {}, Object.entries(backend.goAways || {}).map(([code, count]) => count + " × " + code).join(", ") || "0"),
      el("td", {}, backend.connectTime ? [backend.connectTime.p50, backend.connectTime.p99, backend.connectTime.max].map(time).join(" / ") : "–"),
      el("td", {}, number(backend.refusedStreams)),
      el("td", {}, backend.streamWaits ? number(backend.streamWaits.count) + ", at most " + time(backend.streamWaits.max) : "0")))));
    if (!rows.length) return null;
    return el("section", {}, el("h2", {}, "Connections by backend"), scrolling("Connections by backend",
      el("table", {class: "data"}, el("thead", {}, el("tr", {}, el("th", {class: "l", scope: "col"}, "Backend"),
        ["Calls", "Connections", "Reconnects", "GOAWAYs", "Time to connect p50 / p99 / max", "Refused streams", "Waits for a stream slot"].map(name =>
          el("th", {scope: "col"}, name)))), el("tbody", {}, rows)),
      "Over the whole run, warm-up included."));
  }

  function injectors() {
    const rows = runs.flatMap((run, index) => (run.injectors || []).map(row => [row, index]));
    if (!rows.length) return null;
    const millis = value => value === undefined ? "–" : value.toFixed(1) + " ms";
    return el("section", {}, el("h2", {}, "Load generators (injectors)"), scrolling("Load generators", el("table", {class: "data"},
      el("thead", {}, el("tr", {}, el("th", {class: "l", scope: "col"}, "Injector"), el("th", {class: "l", scope: "col"}, "Host"),
        ["Calls", "Failed", "Start skew", "Clock ahead by"].map(name => el("th", {scope: "col"}, name)),
        el("th", {class: "l", scope: "col"}, "Lost"))),
      el("tbody", {}, rows.map(([row, index]) => el("tr", {},
        el("th", {class: "l", scope: "row"}, (two ? RUN[index] + ": " : "") + row.number), el("td", {class: "l"}, row.host || "–"),
        el("td", {}, number(row.calls)), el("td", {}, number(row.failed)), el("td", {}, millis(row.startSkewMillis)),
        el("td", {}, millis(row.clockOffsetMillis)), el("td", {class: "l"}, row.lost ? "✕ " + row.lost : ""))))),
      "Calls of one that was lost are not in the result."));
  }

  function injector() {
    const share = value => value === undefined ? "–" : (100 * value).toFixed(1) + " %";
    const millis = value => value === undefined ? "–" : value.toFixed(1) + " ms";
    return el("section", {}, el("h2", {}, "Load generator (injector)"), scrolling("Load generator", el("table", {class: "data"},
      el("thead", {}, el("tr", {}, el("th", {class: "l", scope: "col"}, "Run"),
        ["CPU", "Stolen by the host", "Throttled by a limit", "Timer lag p99", "Timer lag max", "Longest GC pause", "GC pauses"].map(name =>
          el("th", {scope: "col"}, name)))),
      el("tbody", {}, runs.map((run, index) => el("tr", {}, el("th", {class: "l", scope: "row"}, two ? RUN[index] : run.name || run.runId),
        el("td", {}, share(run.injector.cpuShare)), el("td", {}, share(run.injector.stolenShare)),
        el("td", {}, share(run.injector.throttledShare)), el("td", {}, millis(run.injector.lagP99Millis)),
        el("td", {}, millis(run.injector.lagMaxMillis)), el("td", {}, millis(run.injector.longestPauseMillis)),
        el("td", {}, share(run.injector.pauseShare))))))));
  }

  // ---- charts

  const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [14, 5]];
  const HUES = ["--c", "--a", "--d", "--b", "--e"];

  function figure(title, note, full) {
    const plot = el("div", {class: "plot", role: "img", "aria-label": title + (note ? ": " + note : "")});
    const made = el("figure", {class: "card" + (full ? " full" : "")},
      el("figcaption", {}, el("h3", {}, title), note ? el("span", {}, note) : null), plot);
    return {made, plot};
  }

  const axis = (more = {}) => ({
    stroke: css("--soft"), grid: {stroke: css("--grid"), width: 1}, ticks: {stroke: css("--grid"), width: 1, size: 5},
    font: "12px system-ui, sans-serif", ...more,
  });
  const timeAxis = () => axis({values: (u, splits) => splits.map(clock), space: 60, size: 34});

  /** A logarithmic axis of times with round ticks: powers of ten, and what is needed between them. */
  const logAxis = () => axis({
    size: 62,
    splits: u => {
      const {min, max} = u.scales.y;
      const decades = Math.log10(max / min);
      const digits = decades > 4 ? [1] : decades > 1.2 ? [1, 2, 5] : decades > 0.5 ? [1, 1.5, 2, 3, 5, 7]
        : [1, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3.2, 3.6, 4, 4.5, 5, 5.6, 6.3, 7, 8, 9];
      const ticks = [];
      for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
        digits.forEach(digit => ticks.push(digit * 10 ** power));
      }
      return ticks.filter(tick => tick >= min && tick <= max);
    },
    values: (u, splits) => splits.map(tick => time(tick).replace(/(\.\d*?)0+ /, "$1 ").replace(". ", " ")),
    filter: (u, splits) => splits,
  });

  const logScale = {
    distr: 3,
    range: (u, min, max) => min === null || min <= 0 ? [100, 10000] : [min / 1.25, max * 1.25],
  };

  function chart(into, {series, data, y, scales = {}, axes, height = 230, hooks, sync = true, x}) {
    const options = {
      width: Math.max(200, into.clientWidth), height,
      scales: {x: x || {time: false}, y: {...scales.y}, ...scales},
      axes: axes || [timeAxis(), y ? axis({values: y, size: 62}) : logAxis()],
      series: [{label: "at", value: (u, value) => value === null ? "–" : clock(value)}, ...series],
      cursor: {sync: sync ? {key: "time"} : undefined, points: {size: 6}, drag: {x: sync, y: false}},
      hooks: hooks || {},
      legend: {live: true, markers: {width: 3, dash: (u, at) => ["solid", "dashed", "dotted"][u.series[at].look || 0]}},
    };
    const plot = new uPlot(options, data, into);
    plots.push({plot, into});
  }

  const line = (label, hue, dash, value, more = {}) => ({
    label, stroke: css(hue), width: 1.75, dash: DASHES[dash % DASHES.length], look: [0, 1, 2, 1, 1][dash % DASHES.length], points: {show: false},
    value: (u, found) => found === null || found === undefined ? "–" : value(found), ...more,
  });

  /** The columns of both runs over one time axis. */
  function joined(columns) {
    const tables = runs.map((run, index) => [run.timeline.end, ...columns(run, index)]);
    return two ? uPlot.join(tables) : tables[0];
  }

  const perSecond = (run, counts) => counts.map((count, at) => count / run.timeline.seconds[at]);
  const blank = run => run.timeline.end.map(() => null);
  const suffix = index => two ? " " + RUN[index] : "";

  function rateChart(grid, name) {
    const messages = holds(name);
    const {made, plot} = figure("Rate against plan", messages ? "messages sent per second" : "calls that ended per second");
    grid.append(made);
    const series = [];
    runs.forEach((run, index) => series.push(
      line("achieved" + suffix(index), index ? "--b" : "--a", index, rate),
      line("planned" + suffix(index), index ? "--e" : "--c", 1, rate, {width: 1.25}),
      line("failed" + suffix(index), "--bad", 2 + index, rate)));
    const data = joined(run => {
      const found = lineOf(run, name);
      if (!found) return [blank(run), blank(run), blank(run)];
      return [perSecond(run, messages ? found.sent : found.count), found.planned || blank(run), perSecond(run, found.failed)];
    });
    chart(plot, {series, data, y: (u, splits) => splits.map(value => number(value)),
      scales: {y: {range: (u, min, max) => [0, Math.max(1, (max || 0) * 1.12)]}}});
  }

  function latencyChart(grid, name, latency) {
    const {made, plot} = figure("Latency over time", LATENCIES[latency] + ", logarithmic");
    grid.append(made);
    const fields = two ? [["p50", "p50"], ["p99", "p99"]] : [["p50", "p50"], ["p90", "p90"], ["p99", "p99"], ["p999", "p99.9"], ["max", "max"]];
    const series = runs.flatMap((run, index) => fields.map(([field, label], at) =>
      line(label + suffix(index), two ? (index ? "--b" : "--a") : HUES[at], two ? index + 2 * at : at, time)));
    const data = joined(run => {
      const found = lineOf(run, name);
      return fields.map(([field]) => found && found[latency] ? found[latency][field] : blank(run));
    });
    chart(plot, {series, data, scales: {y: logScale}});
  }

  function heatChart(grid, run, index, name, latency) {
    const found = lineOf(run, name);
    if (!found || !found[latency]) return;
    const {made, plot} = figure("Heat map" + suffix(index), LATENCIES[latency] + ", how many calls or messages took how long");
    grid.append(made);
    const cells = found[latency].heat;
    const all = cells.flatMap(cell => cell.slice(1));
    const most = Math.log1p(Math.max(1, ...all));
    const lows = cells.filter(cell => cell.length).map(cell => cell[0]);
    const highs = cells.filter(cell => cell.length).map(cell => cell[0] + cell.length - 1);
    const from = 10 ** (Math.min(...lows) / 10);
    const to = 10 ** ((Math.max(...highs) + 1) / 10);
    const draw = u => {
      u.ctx.save();
      u.ctx.fillStyle = css("--a");
      cells.forEach((cell, at) => {
        const right = u.valToPos(run.timeline.end[at], "x", true);
        const left = u.valToPos(run.timeline.end[at] - run.timeline.seconds[at], "x", true);
        cell.slice(1).forEach((count, bucket) => {
          if (!count) return;
          const low = u.valToPos(10 ** ((cell[0] + bucket) / 10), "y", true);
          const high = u.valToPos(10 ** ((cell[0] + bucket + 1) / 10), "y", true);
          u.ctx.globalAlpha = 0.14 + 0.86 * Math.log1p(count) / most;
          u.ctx.fillRect(left, high, Math.max(1, right - left - 1), Math.max(1, low - high - 1));
        });
      });
      u.ctx.restore();
    };
    chart(plot, {
      series: [{label: "p99", stroke: css("--ink"), width: 1, points: {show: false}, dash: [3, 3],
        value: (u, value) => value === null || value === undefined ? "–" : time(value)}],
      data: [run.timeline.end, found[latency].p99],
      x: {time: false, range: (u, min, max) => [Math.max(0, (u.data[0][0] || 0) - run.timeline.seconds[0]), max]},
      scales: {y: {distr: 3, range: () => [from, to]}}, hooks: {drawAxes: [draw]},
    });
    made.append(el("p", {class: "key"}, "1", el("i", {"aria-hidden": "true"}), number(Math.max(1, ...all)) + " in a cell"));
  }

  function distributionChart(grid, name, latency) {
    const together = ["responseTime", "serviceTime", "serverTime"];
    const wanted = together.includes(latency) ? together : [latency];
    const lines = runs.flatMap((run, index) => wanted.flatMap((wish, at) => {
      const found = run.distributions.find(one => one.name === name && one.latency === wish);
      return found ? [{index, at, wish, found}] : [];
    }));
    if (!lines.length) return;
    const {made, plot} = figure("Latency distribution", wanted.filter(wish => lines.some(one => one.wish === wish))
      .map(wish => LATENCIES[wish]).join(" and ") + " by percentile, up to p99.999 where enough was measured");
    grid.append(made);
    const at = (percentile, count) => percentile >= 100 ? Math.log10(Math.max(count, 2)) : -Math.log10(1 - percentile / 100);
    const tables = lines.map(({found}) => {
      const xs = [];
      const ys = [];
      found.percentiles.forEach((percentile, i) => {
        const x = at(percentile, found.count);
        if (!xs.length || x > xs[xs.length - 1] + 1e-9) {
          xs.push(x);
          ys.push(Math.max(found.micros[i], 0.001));
        }
      });
      return [xs, ys];
    });
    const data = tables.length > 1 ? uPlot.join(tables) : tables[0];
    const ticks = [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999];
    const name100 = x => {
      const percentile = 100 * (1 - 10 ** -x);
      return "p" + String(Number(percentile.toFixed(Math.max(0, Math.ceil(x) - 1) + 1)));
    };
    chart(plot, {
      series: lines.map(one => line(LATENCIES[one.wish] + suffix(one.index), two ? (one.index ? "--b" : "--a") : HUES[[1, 3, 0][one.at]],
        two ? one.index + 2 * one.at : one.at, time, {width: 2})),
      data, sync: false,
      axes: [
        axis({splits: (u) => ticks.map(tick => at(tick, 10)).filter(x => x <= u.scales.x.max + 1e-9),
          values: (u, splits) => splits.map(x => name100(x).replace(/^p0$/, "min")), space: 30, size: 34}),
        logAxis()],
      scales: {y: logScale},
    });
    plots[plots.length - 1].plot.series[0].value = (u, x) => x === null ? "–" : name100(x);
  }

  function statusChart(grid, name) {
    const statuses = [...new Set(runs.flatMap(run => Object.keys((lineOf(run, name) || {statuses: {}}).statuses)))];
    const {made, plot} = figure("Calls by status", "per second");
    grid.append(made);
    const bad = ["--bad", "--d", "--e", "--b", "--c"];
    const ordered = statuses.sort((a, b) => (a === "OK" ? -1 : b === "OK" ? 1 : a.localeCompare(b)));
    let other = 0;
    const looks = ordered.map(status => status === "OK" ? ["--good", 0] : [bad[other % bad.length], 1 + other++]);
    const series = runs.flatMap((run, index) => ordered.map((status, at) =>
      line(status + suffix(index), looks[at][0], looks[at][1] + 2 * index, rate)));
    const data = joined(run => ordered.map(status => {
      const found = lineOf(run, name);
      return found && found.statuses[status] ? perSecond(run, found.statuses[status]) : blank(run);
    }));
    if (!ordered.length) {
      plot.append(el("p", {class: "note"}, "No call ended in the window."));
      return;
    }
    chart(plot, {series, data, y: (u, splits) => splits.map(value => number(value)),
      scales: {y: {range: (u, min, max) => [0, Math.max(1, (max || 0) * 1.12)]}}});
  }

  function streamChart(grid, name) {
    const {made, plot} = figure("Streams", "messages per second, and all open streams of the run");
    grid.append(made);
    const series = runs.flatMap((run, index) => [
      line("sent" + suffix(index), index ? "--b" : "--a", 0, rate),
      line("received" + suffix(index), index ? "--e" : "--c", 1, rate),
      line("open streams" + suffix(index), "--d", 2 + index, number, {scale: "open"})]);
    const data = joined(run => {
      const found = lineOf(run, name);
      return [found ? perSecond(run, found.sent) : blank(run), found ? perSecond(run, found.received) : blank(run), run.timeline.openStreams];
    });
    const fromZero = {range: (u, min, max) => [0, Math.max(1, (max || 0) * 1.12)]};
    chart(plot, {series, data, scales: {y: fromZero, open: fromZero}, axes: [timeAxis(),
      axis({values: (u, splits) => splits.map(value => number(value)), size: 62}),
      axis({scale: "open", side: 1, grid: {show: false}, values: (u, splits) => splits.map(value => number(value)), size: 56})]});
  }

  function serverChart(grid, name) {
    if (!runs.some(run => (lineOf(run, name) || {}).serverTime)) return;
    const {made, plot} = figure("Client and server time", "service time beside the time that the server reports (server-timing)");
    grid.append(made);
    const fields = [["serviceTime", "p50", "client p50"], ["serverTime", "p50", "server p50"],
      ["serviceTime", "p99", "client p99"], ["serverTime", "p99", "server p99"]];
    const series = runs.flatMap((run, index) => fields.map(([latency, field, label], at) =>
      line(label + suffix(index), ["--a", "--b", "--c", "--d"][at], at + index, time)));
    const data = joined(run => fields.map(([latency, field]) => {
      const found = lineOf(run, name);
      return found && found[latency] ? found[latency][field] : blank(run);
    }));
    chart(plot, {series, data, scales: {y: logScale}});
  }

  function healthChart(grid) {
    const {made, plot} = figure("Load generator (injector)", "on the same time axis: what it did may explain what was measured");
    grid.append(made);
    const series = runs.flatMap((run, index) => [
      line("CPU" + suffix(index), index ? "--b" : "--a", index, value => value.toFixed(0) + " %", {scale: "share"}),
      line("timer lag, max" + suffix(index), index ? "--e" : "--d", 1 + index, value => value.toFixed(1) + " ms"),
      line("GC pauses" + suffix(index), "--c", 2 + index, value => value.toFixed(0) + " ms")]);
    const data = joined(run => [
      run.timeline.injector.cpuShare.map(value => value === null ? null : 100 * value),
      run.timeline.injector.lagMaxMillis, run.timeline.injector.pauseMillis]);
    chart(plot, {series, data,
      scales: {y: {range: (u, min, max) => [0, Math.max(10, (max || 0) * 1.12)]}, share: {range: () => [0, 100]}},
      axes: [timeAxis(), axis({values: (u, splits) => splits.map(value => value + " ms"), size: 62}),
        axis({scale: "share", side: 1, grid: {show: false}, values: (u, splits) => splits.map(value => value + " %"), size: 56})]});
  }

  // ---- the page

  let names = [];
  const chosen = {name: null, latency: null};
  const state = el("p", {class: "brand"}, live ? "Yodel live report" : "Yodel report");

  function learn() {
    names = [...new Set(runs.flatMap(run => run.requests.map(request => request.name)))];
    if (!names.includes(chosen.name)) {
      chosen.name = names.slice().sort((a, b) => busy(b) - busy(a))[0];
      chosen.latency = null;
    }
  }

  function busy(name) {
    const request = requestOf(runs[runs.length - 1], name) || requestOf(runs[0], name);
    return request.count + (request.messages ? request.messages.received : 0);
  }

  const grid = el("div", {class: "charts"});
  const tabs = el("div", {class: "tabs", role: "group", "aria-label": "Request"});
  const select = el("select", {id: "latency"});

  function choices() {
    const focused = [...tabs.children].indexOf(document.activeElement);
    tabs.replaceChildren(...names.map(name => {
      const button = el("button", {type: "button", "aria-pressed": String(name === chosen.name)}, name);
      button.addEventListener("click", () => { chosen.name = name; chosen.latency = null; choices(); draw(); });
      return button;
    }));
    if (focused >= 0 && tabs.children[focused]) tabs.children[focused].focus({preventScroll: true});
    const request = runs.map(run => requestOf(run, chosen.name)).find(found => found);
    const line = runs.map(run => lineOf(run, chosen.name)).find(found => found) || {};
    const known = Object.keys(LATENCIES).filter(latency => line[latency]);
    if (!known.includes(chosen.latency)) chosen.latency = known.includes(mainLatency(request)) ? mainLatency(request) : known[0] || null;
    if (known.join() !== [...select.options].map(option => option.value).join()) {
      select.replaceChildren(...known.map(latency => el("option", {value: latency}, LATENCIES[latency])));
    }
    select.value = chosen.latency || "";
    select.disabled = known.length === 0;
  }

  select.addEventListener("change", () => { chosen.latency = select.value; draw(); });

  function draw() {
    plots.forEach(({plot}) => plot.destroy());
    plots = [];
    grid.replaceChildren();
    const {name, latency} = chosen;
    const request = runs.map(run => requestOf(run, name)).find(found => found);
    rateChart(grid, name);
    if (latency) {
      latencyChart(grid, name, latency);
      runs.forEach((run, index) => heatChart(grid, run, index, name, latency));
      distributionChart(grid, name, latency);
    }
    statusChart(grid, name);
    healthChart(grid);
    if (request.kind !== "UNARY") streamChart(grid, name);
    serverChart(grid, name);
  }

  function fill() {
    learn();
    const top = document.getElementById("top");
    top.replaceChildren(state);
    if (two) top.append(el("h1", {style: "margin-bottom:16px"}, "Two runs, one over the other"));
    top.append(el("div", {class: "runs" + (two ? " two" : "")}, runs.map(head)));
    const main = document.getElementById("main");
    main.replaceChildren();
    if (!two) main.append(tiles(runs[0]));
    main.append(el("h2", {}, "Requests"), table());
    const drawn = names.length && runs.every(run => run.timeline.end.length);
    if (drawn) {
      main.append(el("div", {class: "bar"}, el("h2", {}, "Over time"), tabs,
        el("span", {}, el("label", {for: "latency"}, "Latency "), select)), grid);
    } else {
      main.append(el("p", {class: "note"}, live ? "Nothing has been measured yet: the figures begin after the warm-up."
        : "Nothing was measured over time: the run ended before its window."));
    }
    for (const section of [failures(), slowest(), connections(), injectors(), injector()]) if (section) main.append(section);
    if (drawn) {
      choices();
      draw();
    }
    return drawn;
  }

  /** Reads the figures of a run every two seconds until it ends, or its process does. */
  async function follow() {
    for (let running = true; running;) {
      try {
        const answer = await fetch(live, {cache: "no-store"});
        if (!answer.ok) throw new Error(answer.status);
        const now = await answer.json();
        running = now.running;
        state.textContent = "Yodel live report · " + (running ? now.phase + (now.left ? ", " + clock(now.left) + " left" : "") : "ended");
        runs = [now.result];
        const scrolled = window.scrollY;
        const focused = document.activeElement;
        const tab = [...tabs.children].indexOf(focused);
        fill();
        const again = focused === select ? select : tabs.children[tab];
        if (again) again.focus({preventScroll: true});
        window.scrollTo(window.scrollX, scrolled);
      } catch (lost) {
        state.textContent = "Yodel live report · the load test does not answer any more: these figures are its last ones";
        return;
      }
      document.documentElement.dataset.ready = "true";
      document.documentElement.dataset.running = String(running);
      if (running) await new Promise(done => setTimeout(done, 2000));
    }
  }

  function page() {
    document.title = (two ? "A and B" : runs[0].name || runs[0].runId) + (live ? " · Yodel live report" : " · Yodel report");
    const drawn = fill();
    if (drawn || live) {
      let pending = 0;
      new ResizeObserver(() => {
        cancelAnimationFrame(pending);
        pending = requestAnimationFrame(() => plots.forEach(({plot, into}) => {
          if (into.clientWidth && into.clientWidth !== plot.width) plot.setSize({width: into.clientWidth, height: plot.height});
        }));
      }).observe(grid);
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (grid.isConnected) draw(); });
    }
    if (live) follow();
    else document.documentElement.dataset.ready = "true";
  }

  page();
})();
