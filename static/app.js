// Small courtesies: `/` finds, Escape leaves a field, "are you sure" is asked once, text is copied by hand.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape") {
    const around = event.target.closest("tr, form") || document;
    const leave = around.querySelector("[data-leave]");
    if (leave) return leave.click();
  }
  if (event.key === "Escape" && typing) typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (moveAmongRows(event.key) || pressInRow(event.key)) {
    event.preventDefault();
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const search = document.getElementById("bar-q");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (target) {
    event.preventDefault();
    target.click();
  }
});

// In a list, j and k go from one row's main link to the next; a row's own keys act on the row that has the focus.
function moveAmongRows(key) {
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[key];
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!step || !rows.length) return false;
  const here = rows.indexOf(document.activeElement);
  if (here < 0 && key.startsWith("Arrow")) return false;
  rows[Math.min(Math.max(here < 0 ? 0 : here + step, 0), rows.length - 1)].focus();
  return true;
}

function pressInRow(key) {
  const row = document.activeElement.closest("tr");
  const button = row && row.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (button) button.click();
  return Boolean(button);
}

// A form that came back has the cursor in the first field that is wrong; of a group of choices, in the one that was chosen.
const wrong = document.querySelector("main form .is-invalid:enabled");
const chosen = wrong && wrong.type === "radio" && wrong.form.querySelector(`[name="${CSS.escape(wrong.name)}"]:checked`);
if (wrong) (chosen || wrong).focus();

document.addEventListener("submit", (event) => {
  const question = event.submitter && event.submitter.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.copied || "✓";
});

// A link that leads out of the program leaves its trace here first.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-tell]");
  if (!link) return;
  const said = new URLSearchParams({ did: "opened", csrf_token: link.dataset.token });
  fetch(link.dataset.tell, { method: "POST", body: said, keepalive: true });
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A chip writes its blank where the cursor was last, and the preview hears of it.
let lastWritten = null;
document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea")) lastWritten = event.target;
});
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-insert]");
  if (!chip) return;
  const field = lastWritten && chip.closest("form").contains(lastWritten) ? lastWritten : chip.closest("form").querySelector("textarea");
  field.setRangeText(chip.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// A row that can be edited in its place opens wherever it is clicked; the form's first field has the cursor, or the
// first one that is wrong; the row that comes back has it on its link.
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-edit]");
  if (row && !event.target.closest("a, button, input") && !String(window.getSelection())) row.querySelector("a[data-row]").click();
});
document.addEventListener("htmx:afterSwap", (event) => {
  const id = (event.detail.target || event.target).id;
  const row = id.startsWith("route-") && document.getElementById(id);
  if (!row) return;
  const field = row.querySelector(".is-invalid") || row.querySelector("input:not([type=hidden])") || row.querySelector("a[data-row]");
  if (field) field.focus();
});
