"use strict";
(() => {
  const data = JSON.parse(document.getElementById("page-data").textContent);
  const grid = data.sliders;

  // A number as Python's "%.4g" writes it, a tie going to the even digit.
  const number = (value) => {
    if (value === null) return "";
    if (Math.abs(value) < 1e-12) return "0";
    const sign = value < 0 ? "-" : "";
    const size = Math.abs(value);
    let [head, power] = size.toExponential(3).split("e");
    let digits = Number(head.replace(".", ""));
    const rest = size.toExponential(60).split("e")[0].replace(".", "").slice(4);
    if (/^50*$/.test(rest) && digits % 2 === 1) digits -= 1;
    const text = String(digits);
    const exponent = Number(power);
    const trim = (part) => (part.includes(".") ? part.replace(/0+$/, "").replace(/\.$/, "") : part);
    if (exponent < -4 || exponent >= 4) {
      const far = String(Math.abs(exponent)).padStart(2, "0");
      return `${sign}${trim(`${text[0]}.${text.slice(1)}`)}e${exponent < 0 ? "-" : "+"}${far}`;
    }
    if (exponent < 0) return `${sign}${trim(`0.${"0".repeat(-exponent - 1)}${text}`)}`;
    return `${sign}${trim(`${text.slice(0, exponent + 1)}.${text.slice(exponent + 1)}`)}`;
  };

  const cellOf = (places) =>
    places.reduce((cell, place, axis) => cell * grid.values[axis].length + place, 0);

  // Lowest and highest over the answers of a cell: of every prediction, and of every payoff.
  const ranges = (answers) => {
    const shares = grid.names.map(() => [Infinity, -Infinity]);
    const payoffs = grid.players.map(() => [Infinity, -Infinity]);
    const widen = (range, value) => {
      range[0] = Math.min(range[0], value);
      range[1] = Math.max(range[1], value);
    };
    for (const [kind, ...paid] of answers) {
      const parts = new Map(grid.predictions[kind]);
      shares.forEach((range, name) => widen(range, parts.get(name) || 0));
      paid.forEach((value, player) => widen(payoffs[player], value));
    }
    return { shares, payoffs };
  };

  // The likeliest outcome of each answer, every one once: what is told as the headline.
  const headline = (answers) => {
    const count = grid.names.length - grid.endings || grid.names.length;
    const found = answers.map(([kind]) => {
      const shares = new Array(count).fill(0);
      for (const [name, share] of grid.predictions[kind]) if (name < count) shares[name] = Math.round(share * 1e9);
      return shares.indexOf(Math.max(...shares));
    });
    return [...new Set(found)].sort((a, b) => a - b).join();
  };

  const line = (texts, share) => {
    const row = document.createElement("tr");
    texts.forEach((text, place) => {
      const cell = document.createElement("td");
      cell.className = place ? "number" : "text";
      cell.textContent = text;
      row.append(cell);
    });
    if (share !== undefined) {
      const cell = document.createElement("td");
      const bar = document.createElement("progress");
      cell.className = "text";
      bar.max = 1;
      bar.value = share;
      bar.setAttribute("aria-hidden", "true");
      cell.append(bar);
      row.append(cell);
    }
    return row;
  };

  const told = (cell, answers) => {
    if (!answers.length) return `No answer here. ${grid.missing[cell] || ""}`.trim();
    const same = headline(answers) === headline(grid.cells[cellOf(grid.start)]);
    const count = `${answers.length} answer${answers.length === 1 ? "" : "s"} here`;
    return `${count}, ${same ? "the same as" : "with another headline than"} at the numbers assumed.`;
  };

  const show = (inputs) => {
    const cell = cellOf(inputs.map((input) => Number(input.value)));
    const answers = grid.cells[cell];
    const { shares, payoffs } = ranges(answers);
    inputs.forEach((input, axis) => {
      const text = number(grid.values[axis][Number(input.value)]);
      input.setAttribute("aria-valuetext", text);
      document.getElementById(`value-${axis}`).textContent = text;
    });
    document.getElementById("verdict").textContent = told(cell, answers);
    const shown = grid.names.map((name, place) => [name, ...shares[place]]).filter(([, , high]) => high >= grid.least);
    document
      .getElementById("outcomes")
      .replaceChildren(...shown.map(([name, low, high]) => line([name, number(low), number(high)], high)));
    document
      .getElementById("payoffs")
      .replaceChildren(
        ...grid.players.map((name, player) =>
          line([name, ...payoffs[player].map((value) => (Number.isFinite(value) ? number(value) : ""))]),
        ),
      );
  };

  // The answers of all cells as a table: where, which answer, what is predicted, what each party expects.
  const spread = () => {
    const columns = [...grid.parameters, "answer", ...grid.names.map((name) => `share of ${name}`)];
    const rows = [];
    grid.cells.forEach((answers, cell) => {
      let rest = cell;
      const where = grid.values.map(() => 0);
      for (let axis = grid.values.length - 1; axis >= 0; axis -= 1) {
        where[axis] = grid.values[axis][rest % grid.values[axis].length];
        rest = Math.floor(rest / grid.values[axis].length);
      }
      answers.forEach(([kind, ...paid], place) => {
        const parts = new Map(grid.predictions[kind]);
        rows.push([...where, place + 1, ...grid.names.map((_, name) => parts.get(name) || 0), ...paid]);
      });
    });
    return { columns: [...columns, ...grid.players.map((name) => `payoff of ${name}`)], rows };
  };

  const comma = ({ columns, rows }) => {
    const quoted = (value) => {
      const text = value === null ? "" : value === true ? "1" : value === false ? "0" : String(value);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return `${[columns, ...rows].map((row) => row.map(quoted).join(",")).join("\n")}\n`;
  };

  const save = (text, name, type) => {
    const link = document.createElement("a");
    const place = URL.createObjectURL(new Blob([text], { type }));
    link.href = place;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(place), 10000);
  };

  for (const button of document.querySelectorAll("button[data-part]")) {
    button.addEventListener("click", () => {
      const part = button.dataset.part;
      if (!part) return save(JSON.stringify(data, null, 1), "report.json", "application/json");
      return save(comma(part === "sliders" ? spread() : data.tables[part]), `${part}.csv`, "text/csv");
    });
  }

  if (grid) {
    const inputs = grid.parameters.map((_, axis) => document.getElementById(`slider-${axis}`));
    const redraw = () => show(inputs);
    inputs.forEach((input) => input.addEventListener("input", redraw));
    document.getElementById("reset").addEventListener("click", () => {
      inputs.forEach((input, axis) => {
        input.value = String(grid.start[axis]);
      });
      redraw();
    });
    redraw();
  }
})();
