// Enhancements only: every page does all its work with this file missing.

// A table that fits needs no stop in the tab order.
const scrollers = document.querySelectorAll(".scroll");
const fit = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});
for (const scroller of scrollers) fit.observe(scroller);

// The menu closes on Escape and on a press elsewhere, as menus do.
for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

// A second press on the same button within a few seconds sends nothing twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  else {
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  }
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A button that prints is offered only where a script can print.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The grid as in a spreadsheet: Enter and the arrows move, and a copied block is pasted over the cells it covers.
for (const grid of document.querySelectorAll("[data-grid]")) {
  const place = (input) => {
    const cell = input.closest("td");
    return { row: cell.parentElement.sectionRowIndex, column: cell.cellIndex };
  };
  const at = (row, column) => grid.querySelector("tbody").rows[row]?.cells[column]?.querySelector("input:not([type=hidden])");
  // The next cell that can be filled in, past those that have their figures.
  const next = (input, down, right) => {
    const { row, column } = place(input);
    const [rows, columns] = [grid.querySelector("tbody").rows.length, grid.querySelector("tr").cells.length];
    for (let step = 1; step < Math.max(rows, columns); step++) {
      const found = at(row + down * step, column + right * step);
      if (found) return found;
    }
  };
  const go = (event, input) => {
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.select();
  };
  grid.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches?.("input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const { selectionStart: start, selectionEnd: end, value } = input;
    const whole = start === 0 && end === value.length;
    if (event.key === "Enter") {
      event.preventDefault();
      go(event, next(input, event.shiftKey ? -1 : 1, 0));
    } else if (event.key === "ArrowDown") go(event, next(input, 1, 0));
    else if (event.key === "ArrowUp") go(event, next(input, -1, 0));
    else if (event.key === "ArrowRight" && (whole || start === value.length)) go(event, next(input, 0, 1));
    else if (event.key === "ArrowLeft" && (whole || end === 0)) go(event, next(input, 0, -1));
  });
  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!/[\t\n]/.test(text) || !event.target.matches?.("input")) return;
    event.preventDefault();
    const { row, column } = place(event.target);
    let [pasted, given] = [0, 0];
    text.split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        if (value.trim() === "") return;
        given += 1;
        const input = at(row + down, column + right);
        if (!input) return;
        input.value = value.trim();
        pasted += 1;
      });
    });
    const said = document.getElementById("grid-said");
    said.textContent = `${said.dataset.said} ${pasted} / ${given}`;
  });
}

// What is being written is kept on the server until it is sent, and offered to whoever wrote it when they come back.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const path = new URL(form.action).pathname;
  const fields = () => [...form.elements].filter((field) => field.name && !["hidden", "submit", "file", "password"].includes(field.type));
  const words = () => {
    const said = new URLSearchParams();
    for (const field of fields()) if (!["radio", "checkbox"].includes(field.type) || field.checked) said.append(field.name, field.value);
    return said.toString();
  };
  const empty = words();
  let [kept, timer] = [empty, 0];
  const keep = () => {
    clearTimeout(timer);
    const now = words();
    if (now === kept || form.dataset.sent) return;
    kept = now;
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, path, words: now === empty ? "" : now });
    fetch("/drafts", { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => (kept = ""));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => document.hidden && keep());

  const takeUp = (said) => {
    const values = new Map();
    for (const [name, value] of new URLSearchParams(said)) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of fields()) {
      const written = values.get(field.name) ?? [];
      if (["radio", "checkbox"].includes(field.type)) field.checked = written.includes(field.value);
      else if (written.length) field.value = written.shift();
    }
    form.querySelectorAll("details").forEach((part) => (part.open = true));
  };
  fetch(`/drafts?path=${encodeURIComponent(path)}`, { redirect: "manual" })
    .then((answer) => (answer.status === 200 ? answer.text() : ""))
    .then((offer) => {
      if (!offer || words() !== empty) return;
      const holder = document.createElement("div");
      holder.innerHTML = offer;
      const said = holder.querySelector("[data-draft-words]").dataset.draftWords;
      if (said === empty) return;
      form.before(holder);
      holder.addEventListener("click", (event) => {
        const wanted = event.target.closest("button")?.value;
        if (!wanted) return;
        if (wanted === "take-up") takeUp(said);
        else fetch("/drafts", { method: "POST", body: new URLSearchParams({ csrf: form.elements.csrf.value, path, words: "" }) });
        holder.remove();
        fields()[0]?.focus();
      });
    })
    .catch(() => {});
}
